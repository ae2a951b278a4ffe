package dev.diptych.sim.ptx.arith;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class InstructionsTest {
    @Test
    void expandsBracesInTheOrderOfTheirAlternatives() {
        assertThat(Instructions.expand("add{.rn,}.{f32,f64}"))
                .containsExactly("add.rn.f32", "add.rn.f64", "add.f32", "add.f64");
    }

    @Test
    void namesBothMethodsThatClaimOneInstruction() throws NoSuchMethodException {
        Map<String, Method> byName = new TreeMap<>();
        Instructions.add(
                byName, new String[] {"add.{u32,s32}"}, Integers32.class.getMethod("add", int.class, int.class));
        assertThatThrownBy(() -> Instructions.add(
                        byName, new String[] {"add.s32"}, Integers32.class.getMethod("sub", int.class, int.class)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("Integers32.add", "Integers32.sub", "add.s32");
    }

    @Test
    void everyMethodCanBeCalledFromAnyPackage() {
        assertThat(Instructions.all().values()).allSatisfy(method -> {
            assertThat(Modifier.isStatic(method.getModifiers())).isTrue();
            assertThat(Modifier.isPublic(method.getModifiers())).isTrue();
            assertThat(Modifier.isPublic(method.getDeclaringClass().getModifiers()))
                    .isTrue();
        });
    }

    @Test
    void everyCarryHasTheParametersOfItsResult() {
        assertThat(Instructions.carries()).isNotEmpty();
        Instructions.carries().forEach((name, carry) -> {
            assertThat(carry.getReturnType()).isEqualTo(int.class);
            assertThat(requireNonNull(Instructions.all().get(name)).getParameterTypes())
                    .as(name)
                    .containsExactly(carry.getParameterTypes());
        });
        assertThat(Instructions.all().keySet().stream()
                        .filter(name -> List.of(name.split("\\.")).contains("cc")))
                .containsExactlyElementsOf(Instructions.carries().keySet());
    }

    @Test
    void theTypeInTheNameIsTheTypeOfTheFirstOperand() {
        Instructions.all().forEach((name, method) -> {
            Class<?> first = method.getParameterTypes()[0];
            String type = typeOf(name);
            assertThat(first)
                    .as(name)
                    .isEqualTo(
                            switch (type) {
                                case "f32" -> float.class;
                                case "f64" -> double.class;
                                case "b64", "u64", "s64", "f32x2" -> long.class;
                                case "pred" -> boolean.class;
                                default -> int.class;
                            });
        });
    }

    /** Returns the last type in a name, for {@code slct} the first. */
    private static String typeOf(String name) {
        List<String> parts = List.of(name.replace("/3", "").split("\\."));
        if (parts.get(0).equals("slct")) {
            return parts.get(parts.size() - 2);
        }
        return parts.get(parts.size() - 1);
    }
}
