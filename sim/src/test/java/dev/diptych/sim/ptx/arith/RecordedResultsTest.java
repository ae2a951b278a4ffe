package dev.diptych.sim.ptx.arith;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RecordedResultsTest {
    @Test
    void givesTheBitsThatAnH200Gave() throws IOException {
        for (String line : lines()) {
            String[] words = line.split(" ");
            long expected = Long.parseUnsignedLong(words[words.length - 1], 16);
            assertThat(result(words)).as(line).isEqualTo(expected);
        }
    }

    private static long result(String[] words) {
        String name = words[0];
        String type = name.substring(name.lastIndexOf('.') + 1);
        List<Method> steps = Conversion.of(name).map(Conversion::steps).orElse(null);
        if (steps == null) {
            boolean scalarSet = name.startsWith("set.") && !type.endsWith("x2");
            String searched = scalarSet ? "setp" + name.substring(3).replace(".u32", "") : name;
            steps = List.of(Objects.requireNonNull(Instructions.all().get(searched), searched));
        }
        Class<?>[] types = steps.isEmpty()
                ? new Class<?>[] {type.endsWith("64") ? long.class : int.class}
                : steps.get(0).getParameterTypes();
        Object[] values = new Object[words.length - 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = operand(types[i], Long.parseUnsignedLong(words[i + 1], 16));
        }
        for (Method step : steps) {
            try {
                values = new Object[] {step.invoke(null, values)};
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(name, e);
            }
        }
        return bits(values[0]);
    }

    private static Object operand(Class<?> type, long bits) {
        if (type == float.class) {
            return Float.intBitsToFloat((int) bits);
        }
        if (type == double.class) {
            return Double.longBitsToDouble(bits);
        }
        return type == long.class ? (Object) bits : (Object) (int) bits;
    }

    private static long bits(Object value) {
        if (value instanceof Boolean holds) {
            return holds ? 0xffffffffL : 0;
        }
        if (value instanceof Float real) {
            return Float.floatToRawIntBits(real) & 0xffffffffL;
        }
        if (value instanceof Double real) {
            return Double.doubleToRawLongBits(real);
        }
        return value instanceof Integer whole ? whole & 0xffffffffL : (long) value;
    }

    private static List<String> lines() throws IOException {
        try (InputStream file = Objects.requireNonNull(RecordedResultsTest.class.getResourceAsStream("h200.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }
}
