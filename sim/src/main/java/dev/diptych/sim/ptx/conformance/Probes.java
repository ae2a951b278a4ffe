package dev.diptych.sim.ptx.conformance;

import dev.diptych.sim.ptx.arith.Conversion;
import dev.diptych.sim.ptx.arith.Instructions;
import dev.diptych.sim.ptx.syntax.Type;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A probe for every arithmetic instruction that the executor knows. */
final class Probes {
    /** Tables of {@code lop3}: majority, choice, parity, and some without symmetry. */
    private static final int[] TRUTH_TABLES = {0xE8, 0xCA, 0x96, 0x1B, 0x2D, 0x80, 0xFE, 0x47};

    private static final Set<String> FLUSHED = Set.of(
            "add", "sub", "mul", "fma", "mad", "div", "rcp", "sqrt", "rsqrt", "ex2", "lg2", "sin", "cos", "min", "max",
            "abs", "neg", "setp");
    private static final Set<String> SATURATED = Set.of("add", "sub", "mul", "fma", "mad");
    /** Where {@code .ftz} precedes the other modifiers. */
    private static final Set<String> FLUSHED_FIRST = Set.of("min", "max");

    private Probes() {}

    /** Returns them in the order of the instructions' names, conversions last. */
    static List<Probe> all() {
        List<Probe> probes = new ArrayList<>();
        Map<String, Method> methods = Instructions.all();
        methods.forEach((name, method) -> {
            probes.addAll(of(name, method));
            for (Flags flags : Flags.values()) {
                if (flags.isMeantFor(name) && !isKnown(flags, name, methods)) {
                    probes.add(plain(flags.in(name), method, flags));
                }
            }
        });
        Instructions.carries().forEach((name, method) -> probes.add(carryOf(name, method)));
        Conversion.names().forEach(name -> probes.add(conversion(name)));
        return List.copyOf(probes);
    }

    /** Returns whether a method does what the flags ask for, or at least the flushing, so that its name with the rest is another's. */
    private static boolean isKnown(Flags flags, String name, Map<String, Method> methods) {
        return methods.containsKey(flags.in(name))
                || (flags == Flags.BOTH && methods.containsKey(Flags.FLUSH.in(name)));
    }

    /** What the compiler makes of {@code f32} instructions whose methods do not know {@code .ftz} or {@code .sat}. */
    private enum Flags {
        NONE("", false, false),
        FLUSH(".ftz", true, false),
        SATURATE(".sat", false, true),
        BOTH(".ftz.sat", true, true);

        private final String text;
        private final boolean isFlushing;
        private final boolean isSaturating;

        Flags(String text, boolean isFlushing, boolean isSaturating) {
            this.text = text;
            this.isFlushing = isFlushing;
            this.isSaturating = isSaturating;
        }

        boolean isMeantFor(String name) {
            String opcode = name.substring(0, name.indexOf('.'));
            return this != NONE
                    && instruction(name).endsWith(".f32")
                    && !(isFlushing && name.contains(".ftz"))
                    && !name.contains(".sat")
                    && (!isFlushing || FLUSHED.contains(opcode))
                    && (!isSaturating || SATURATED.contains(opcode));
        }

        /** Returns the name with the modifiers where PTX wants them. */
        String in(String name) {
            int opcodeEnd = name.indexOf('.');
            int at = FLUSHED_FIRST.contains(name.substring(0, opcodeEnd)) ? opcodeEnd : name.lastIndexOf('.');
            return name.substring(0, at) + text + name.substring(at);
        }
    }

    private static List<Probe> of(String name, Method method) {
        String opcode = name.substring(0, name.indexOf('.'));
        if (opcode.equals("lop3")) {
            List<Probe> probes = new ArrayList<>();
            for (int table : TRUTH_TABLES) {
                probes.add(lop3(name, method, table));
            }
            return probes;
        }
        return List.of(Signature.readsCarry(opcode) ? withCarry(name, method) : plain(name, method, Flags.NONE));
    }

    private static Probe plain(String name, Method method, Flags flags) {
        Signature signature = Signature.of(instruction(name), method, false);
        Oracle oracle = new MethodOracle(List.of(method), signature.operands(), flags.isFlushing, flags.isSaturating);
        return probe(
                name,
                signature,
                List.of(call(instruction(name), signature, signature.operands().size())),
                oracle);
    }

    private static Probe lop3(String name, Method method, int table) {
        Signature signature = Signature.of(name, method, false);
        List<Format> operands = signature.operands().subList(0, 3);
        Oracle table3 = new MethodOracle(List.of(method), signature.operands(), false, false);
        Oracle oracle = values -> table3.of(new long[] {values[0], values[1], values[2], table});
        String code = "%s %%d, %%a0, %%a1, %%a2, 0x%x;".formatted(name, table);
        return new Probe(
                "%s 0x%x".formatted(name, table), Group.INTEGER, operands, signature.result(), List.of(code), oracle);
    }

    private static Probe withCarry(String name, Method method) {
        Signature signature = Signature.of(name, method, false);
        int last = signature.operands().size() - 1;
        List<String> code = List.of(carryIn(name, last), call(name, signature, last));
        return probe(name, signature, code, new MethodOracle(List.of(method), signature.operands(), false, false));
    }

    private static Probe carryOf(String name, Method method) {
        Signature signature = Signature.of(name, method, true);
        int taken = signature.operands().size();
        List<String> code = new ArrayList<>();
        if (Signature.readsCarry(name.substring(0, name.indexOf('.')))) {
            taken--;
            code.add(carryIn(name, taken));
        }
        String type = name.substring(name.lastIndexOf('.') + 1);
        // The result goes where the other 64 or 32 bits are free; a borrow is told by 0 - 0 - borrow.
        String scratch = type.endsWith("64") ? "%t" : "%u";
        code.add(call(name, signature, taken).replace("%d", scratch));
        if (name.startsWith("sub")) {
            code.add("subc.u32 %d, 0, 0;");
            code.add("neg.s32 %d, %d;");
        } else {
            code.add("addc.u32 %d, 0, 0;");
        }
        Oracle oracle = new MethodOracle(List.of(method), signature.operands(), false, false);
        return new Probe(name + " carry", Group.INTEGER, signature.operands(), Format.CARRY, code, oracle);
    }

    /** Returns what sets the flag to the operand at an index: 1 + (2^32 - 1) carries and 0 - 1 borrows. */
    private static String carryIn(String name, int index) {
        return name.startsWith("sub")
                ? "sub.cc.u32 %%u, 0, %%a%d;".formatted(index)
                : "add.cc.u32 %%u, %%a%d, 0xffffffff;".formatted(index);
    }

    private static Probe conversion(String name) {
        Conversion conversion =
                Conversion.of(name).orElseThrow(() -> new IllegalStateException(name + " is listed but not known"));
        boolean isNarrow = conversion.from() == Type.BF16 || conversion.to() == Type.BF16;
        List<Format> operands = List.of(format(conversion.from(), isNarrow));
        Signature signature = new Signature(operands, format(conversion.to(), isNarrow));
        Oracle oracle = new MethodOracle(conversion.steps(), operands, false, false);
        return probe(name, signature, List.of(call(name, signature, 1)), oracle);
    }

    /** Returns a type's format; ptxas 13.0 wants registers of 8 bits for conversions between 8 bits and bf16, and takes wider ones elsewhere. */
    private static Format format(Type type, boolean isNarrow) {
        return type.bytes() == Byte.BYTES && isNarrow ? Format.BITS_8 : Signature.ofType(type.toString());
    }

    private static Probe probe(String name, Signature signature, List<String> code, Oracle oracle) {
        List<String> words = List.of(instruction(name).split("\\."));
        Group group = Group.of(words.get(0), words.subList(1, words.size()));
        return new Probe(name, group, signature.operands(), signature.result(), code, oracle);
    }

    private static String call(String name, Signature signature, int operandCount) {
        StringBuilder code = new StringBuilder(name);
        code.append(signature.result() == Format.PREDICATE_PAIR ? " %d0|%d1" : " %d");
        for (int i = 0; i < operandCount; i++) {
            code.append(", %a").append(i);
        }
        return code.append(';').toString();
    }

    /** Returns a name as PTX has it: instructions that differ in their number of operands alone are listed with a slash and it. */
    private static String instruction(String name) {
        int slash = name.indexOf('/');
        return slash < 0 ? name : name.substring(0, slash);
    }
}
