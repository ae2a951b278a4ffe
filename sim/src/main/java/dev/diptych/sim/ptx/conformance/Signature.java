package dev.diptych.sim.ptx.conformance;

import dev.diptych.sim.ptx.syntax.Type;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the operands and the result of an instruction are, told from its name and its method. */
record Signature(List<Format> operands, Format result) {
    private static final Set<String> COUNTING = Set.of("popc", "clz", "bfind");
    private static final Set<String> COUNTS_FROM_1 = Set.of("shl", "shr", "bfe", "szext");
    private static final Set<String> COUNTS_FROM_2 = Set.of("bfi", "shf");

    Signature {
        operands = List.copyOf(operands);
    }

    /**
     * Returns the signature of an instruction.
     *
     * @param reportsCarry whether the result is the carry
     * @throws IllegalArgumentException when the name has no type
     */
    static Signature of(String name, Method method, boolean reportsCarry) {
        List<String> words = List.of(name.split("\\."));
        List<String> types = words.stream().filter(Signature::isType).toList();
        if (types.isEmpty()) {
            throw new IllegalArgumentException("its name has no type");
        }
        List<Format> operands = new ArrayList<>();
        Class<?>[] parameters = method.getParameterTypes();
        for (int i = 0; i < parameters.length; i++) {
            operands.add(operand(words, types, parameters, i));
        }
        return new Signature(operands, reportsCarry ? Format.CARRY : result(words, types, method.getReturnType()));
    }

    /** Returns whether an instruction reads the carry. */
    static boolean readsCarry(String opcode) {
        return opcode.equals("addc") || opcode.equals("subc") || opcode.equals("madc");
    }

    private static Format operand(List<String> words, List<String> types, Class<?>[] parameters, int index) {
        Class<?> java = parameters[index];
        String opcode = words.get(0);
        if (java == boolean.class) {
            return Format.PREDICATE;
        }
        if (readsCarry(opcode) && index == parameters.length - 1) {
            return Format.CARRY;
        }
        if (opcode.equals("fns") && index > 0) {
            return index == 1 ? Format.POSITION : Format.COUNT;
        }
        if (opcode.equals("bmsk")
                || (COUNTS_FROM_1.contains(opcode) && index >= 1)
                || (COUNTS_FROM_2.contains(opcode) && index >= 2)) {
            return Format.COUNT;
        }
        if (words.contains("wide") && index == 2) {
            return wide(types);
        }
        if (opcode.equals("cvt")) {
            return words.contains("pack") ? Format.BITS_32 : ofType(types.get(1));
        }
        if (opcode.equals("set")) {
            return ofType(types.get(1));
        }
        if (opcode.equals("slct")) {
            return ofType(types.get(index < 2 ? 0 : 1));
        }
        // Arithmetic of mixed precision names the wide type first; the narrow one alone is an int.
        boolean isNarrow =
                java == int.class && types.size() == 2 && types.get(0).equals("f32");
        return ofType(types.get(isNarrow ? 1 : 0));
    }

    private static Format result(List<String> words, List<String> types, Class<?> java) {
        if (java == boolean.class) {
            return Format.PREDICATE;
        }
        if (words.get(0).equals("setp")) {
            return Format.PREDICATE_PAIR;
        }
        if (COUNTING.contains(words.get(0)) || words.contains("pack")) {
            return Format.BITS_32;
        }
        return words.contains("wide") ? wide(types) : ofType(types.get(0));
    }

    private static Format wide(List<String> types) {
        return ofType(types.get(0)) == Format.BITS_16 ? Format.BITS_32 : Format.BITS_64;
    }

    private static boolean isType(String word) {
        return Type.isType(word) || word.matches("(e\\dm\\d|s2f6|ue\\dm\\d)(x\\d)?");
    }

    /** Returns the format of a type, which has no dot. */
    static Format ofType(String type) {
        return switch (type) {
            case "pred" -> Format.PREDICATE;
            case "s8" -> Format.SIGNED_8;
            case "u8", "b8" -> Format.UNSIGNED_8;
            case "f16" -> Format.HALF;
            case "f16x2" -> Format.HALF_PAIR;
            case "bf16" -> Format.BFLOAT;
            case "bf16x2" -> Format.BFLOAT_PAIR;
            case "tf32", "f32" -> Format.SINGLE;
            case "b16", "u16", "s16", "e4m3x2", "e5m2x2", "ue8m0x2", "e2m3x2", "e3m2x2", "s2f6x2" -> Format.BITS_16;
            case "f32x2" -> Format.SINGLE_PAIR;
            case "f64" -> Format.DOUBLE;
            case "b64", "u64", "s64" -> Format.BITS_64;
            default -> Format.BITS_32;
        };
    }
}
