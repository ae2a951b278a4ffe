package dev.diptych.sim.ptx.arith;

import dev.diptych.sim.ptx.syntax.Type;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What one form of {@code cvt} with one operand and one result computes (PTX ISA 9.0, section "Data Movement and Conversion Instructions: cvt"):
 * a chain of public static methods of one parameter, each called with what the one before returned, the first with the operand. No method stands
 * for the whole, because types, roundings and modifiers multiply to some six hundred forms, all made of the parts in {@link WholeSteps} and
 * {@link FloatSteps}. Operand and result are as {@link Ptx} says, in particular fewer than 32 bits come back with the upper bits zero, whatever
 * the sign; a {@code tf32} is bits.
 *
 * <p>Between its parts a value is a {@code long} if source and destination are whole numbers and a {@code double} otherwise. A double holds every
 * value of the smaller formats and 32-bit integers; a 64-bit integer that it cannot hold is rounded to odd on its way to a format of 24 bits or
 * fewer, so that rounding it a second time gives what rounding it once would have.
 *
 * <p>Forms with several operands or results are {@link PackedConversions}.
 *
 * @param steps what to call in turn, possibly nothing
 */
public record Conversion(String name, Type to, Type from, List<Method> steps) {
    private static final Set<Type> WHOLE =
            EnumSet.of(Type.U8, Type.S8, Type.U16, Type.S16, Type.U32, Type.S32, Type.U64, Type.S64);
    private static final Set<Type> REAL = EnumSet.of(Type.F16, Type.BF16, Type.F32, Type.F64);

    private static final List<String> REAL_ROUNDINGS = List.of("rn", "rz", "rm", "rp");
    private static final List<String> WHOLE_ROUNDINGS = List.of("rni", "rzi", "rmi", "rpi");
    private static final List<String> ROUNDINGS =
            List.of("", "rn", "rna", "rz", "rm", "rp", "rni", "rzi", "rmi", "rpi");
    private static final List<Set<String>> FLAGS = List.of(
            Set.of(),
            Set.of("ftz"),
            Set.of("sat"),
            Set.of("ftz", "sat"),
            Set.of("relu"),
            Set.of("satfinite"),
            Set.of("relu", "satfinite"));

    public Conversion {
        steps = List.copyOf(steps);
    }

    /** Returns the conversion of a full name such as {@code cvt.rni.s32.f32}; empty if PTX has none of that name with one operand. */
    public static Optional<Conversion> of(String name) {
        List<String> parts = Arrays.asList(name.split("\\.", -1));
        int types = parts.size() - 2;
        if (types < 1
                || !parts.get(0).equals("cvt")
                || !Type.isType(parts.get(types))
                || !Type.isType(parts.get(types + 1))) {
            return Optional.empty();
        }
        Type to = Type.of(parts.get(types));
        Type from = Type.of(parts.get(types + 1));
        boolean rounded = !parts.get(1).isEmpty() && ROUNDINGS.contains(parts.get(1));
        String rounding = rounded ? parts.get(1) : "";
        List<String> written = parts.subList(rounded ? 2 : 1, types);
        Set<String> flags = new LinkedHashSet<>(written);
        if (flags.size() != written.size() || !FLAGS.contains(flags) || !isPtx(rounding, flags, to, from)) {
            return Optional.empty();
        }
        return Optional.of(new Conversion(name, to, from, chain(rounding, flags, to, from)));
    }

    /** Returns the names of all conversions, in the order of the manual's modifiers. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Type to : Type.values()) {
            for (Type from : Type.values()) {
                for (String rounding : ROUNDINGS) {
                    for (Set<String> flags : FLAGS) {
                        if (isPtx(rounding, flags, to, from)) {
                            names.add(name(rounding, flags, to, from));
                        }
                    }
                }
            }
        }
        return names;
    }

    private static String name(String rounding, Set<String> flags, Type to, Type from) {
        StringBuilder name = new StringBuilder("cvt");
        name.append(rounding.isEmpty() ? "" : "." + rounding);
        // The order of the sets above is not that of their elements.
        for (String flag : List.of("ftz", "sat", "relu", "satfinite")) {
            name.append(flags.contains(flag) ? "." + flag : "");
        }
        return name.append('.').append(to).append('.').append(from).toString();
    }

    private static boolean isPtx(String rounding, Set<String> flags, Type to, Type from) {
        boolean clips = flags.contains("relu") || flags.contains("satfinite");
        if (to == Type.TF32) {
            return from == Type.F32 && List.of("rn", "rz", "rna").contains(rounding) && allowsTf32(rounding, flags);
        }
        boolean known = (WHOLE.contains(to) || REAL.contains(to)) && (WHOLE.contains(from) || REAL.contains(from));
        if (!known
                || rounding.equals("rna")
                || (flags.contains("ftz") && to != Type.F32 && from != Type.F32)
                || (flags.contains("sat") && !canSaturate(to, from))) {
            return false;
        }
        if (clips) {
            boolean half = to == Type.F16 || to == Type.BF16;
            return half && from == Type.F32 && (rounding.equals("rn") || rounding.equals("rz"));
        }
        if (WHOLE.contains(to)) {
            return WHOLE.contains(from) ? rounding.isEmpty() : WHOLE_ROUNDINGS.contains(rounding);
        }
        if (WHOLE.contains(from) || to.bytes() < from.bytes()) {
            return REAL_ROUNDINGS.contains(rounding);
        }
        if (to.bytes() == from.bytes() && to != from) {
            // The assembler takes f16 from bf16 and back without a rounding for .rn.
            return rounding.isEmpty() || REAL_ROUNDINGS.contains(rounding);
        }
        if (rounding.isEmpty() || (from == Type.BF16 && to != from && REAL_ROUNDINGS.contains(rounding))) {
            return true;
        }
        return to == from && WHOLE_ROUNDINGS.contains(rounding);
    }

    private static boolean allowsTf32(String rounding, Set<String> flags) {
        boolean others = flags.contains("ftz") || flags.contains("sat");
        return !others && !(rounding.equals("rna") && flags.contains("relu"));
    }

    private static boolean canSaturate(Type to, Type from) {
        if (to == Type.BF16 || from == Type.BF16) {
            return false;
        }
        if (REAL.contains(to)) {
            return true;
        }
        if (REAL.contains(from)) {
            return true;
        }
        boolean holdsAll = to.isSigned() == from.isSigned()
                ? to.bytes() >= from.bytes()
                : to.isSigned() && to.bytes() > from.bytes();
        return !holdsAll;
    }

    private static List<Method> chain(String rounding, Set<String> flags, Type to, Type from) {
        Chain chain = new Chain();
        if (to == Type.TF32) {
            return chain.addTf32(rounding, flags).methods();
        }
        if (WHOLE.contains(from)) {
            if (from.bytes() < Long.BYTES) {
                chain.add(WholeSteps.class, "from", from);
            }
            if (WHOLE.contains(to)) {
                return chain.addNarrowing(flags.contains("sat"), to, from).methods();
            }
            if (to == Type.F64 && from.bytes() == Long.BYTES && !flags.contains("sat")) {
                return chain.add(WholeSteps.class, "double" + capitalized(rounding), from)
                        .methods();
            }
            chain.add(WholeSteps.class, from == Type.U64 ? "unsignedToOdd" : "toOdd");
            return chain.addRealResult(rounding, flags, to).methods();
        }
        boolean wholeRounding = WHOLE_ROUNDINGS.contains(rounding);
        if (flags.isEmpty() && !wholeRounding && REAL.contains(to)) {
            if (to == from && to.bytes() > Short.BYTES) {
                return chain.methods();
            }
            if (to == Type.F64 || (to == Type.F32 && from == Type.BF16)) {
                return chain.addWidening(to, from).methods();
            }
        }
        chain.addRealOperand(flags, to, from);
        if (wholeRounding) {
            chain.add(FloatSteps.class, rounding);
        }
        if (REAL.contains(to)) {
            return chain.addRealResult(rounding, flags, to).methods();
        }
        if (from == Type.F64 && to.bytes() < Long.BYTES) {
            chain.add(FloatSteps.class, "nanTo", to);
        }
        return chain.add(FloatSteps.class, "to", to).methods();
    }

    private static String capitalized(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    /** A chain while it is made. */
    private static final class Chain {
        private final List<Method> methods = new ArrayList<>();

        List<Method> methods() {
            return methods;
        }

        Chain add(Class<?> owner, String name) {
            for (Method method : owner.getDeclaredMethods()) {
                if (method.getName().equals(name)) {
                    methods.add(method);
                    return this;
                }
            }
            throw new IllegalStateException(
                    "no step of cvt is named '%s' in %s".formatted(name, owner.getSimpleName()));
        }

        Chain add(Class<?> owner, String name, Type type) {
            return add(owner, name + capitalized(type.toString()));
        }

        Chain addTf32(String rounding, Set<String> flags) {
            if (flags.contains("relu")) {
                add(FloatSteps.class, "rectifyTf32");
            }
            if (flags.contains("satfinite") && rounding.equals("rna")) {
                return add(FloatSteps.class, "tf32RnaFinite");
            }
            if (flags.contains("satfinite")) {
                add(FloatSteps.class, "finiteTf32");
            }
            return add(FloatSteps.class, "tf32" + capitalized(rounding));
        }

        Chain addWidening(Type to, Type from) {
            add(FloatSteps.class, "widen", from);
            return to == Type.F64 && from == Type.BF16 ? add(FloatSteps.class, "widen", Type.F32) : this;
        }

        Chain addRealOperand(Set<String> flags, Type to, Type from) {
            // The manual has .ftz flush every operand that is f32, but an H200 leaves one that becomes an f16 alone, as
            // .rm and .rp show.
            if (from == Type.F32 && flags.contains("ftz") && to != Type.F16) {
                add(FloatSteps.class, "flush");
            }
            return from == Type.F64 ? this : add(FloatSteps.class, "from", from);
        }

        Chain addNarrowing(boolean saturating, Type to, Type from) {
            if (!saturating) {
                return to.bytes() == Long.BYTES ? this : add(WholeSteps.class, "low" + 8 * to.bytes());
            }
            if (from == Type.U64) {
                add(WholeSteps.class, "cap");
            }
            return to == Type.S64 ? this : add(WholeSteps.class, "clamp", to);
        }

        Chain addRealResult(String rounding, Set<String> flags, Type to) {
            if (flags.contains("sat")) {
                add(FloatSteps.class, "saturate");
            }
            if (flags.contains("relu")) {
                add(FloatSteps.class, "rectify");
            }
            if (flags.contains("satfinite")) {
                add(FloatSteps.class, "finite", to);
            }
            if (to != Type.F64) {
                String mode = REAL_ROUNDINGS.contains(rounding) ? rounding : "rn";
                String flushing = to == Type.F32 && flags.contains("ftz") ? "Ftz" : "";
                add(FloatSteps.class, "to" + capitalized(to.toString()) + capitalized(mode) + flushing);
            }
            return this;
        }
    }
}
