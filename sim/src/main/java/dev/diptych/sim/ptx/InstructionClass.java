package dev.diptych.sim.ptx;

import java.util.List;

/** Kinds of instructions, as counts tell them apart. */
public enum InstructionClass {
    /** Whole numbers, bits, predicates and moves. */
    INTEGER,
    HALF,
    FLOAT,
    DOUBLE,
    /** Approximations such as {@code ex2.approx}, which have a unit of their own. */
    SPECIAL_FUNCTION,
    CONVERSION,
    /** Branches, exits, fences and waits. */
    CONTROL,
    LOAD,
    STORE,
    ATOMIC,
    BARRIER,
    /** Shuffles, votes and other exchanges inside a warp. */
    WARP,
    TENSOR;

    private static final List<String> HALVES = List.of(".f16", ".f16x2", ".bf16", ".bf16x2");

    /** Returns the class of an instruction by its full name. */
    public static InstructionClass of(String name) {
        String opcode = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
        switch (opcode) {
            case "bra",
                    "brx",
                    "exit",
                    "ret",
                    "trap",
                    "membar",
                    "fence",
                    "nanosleep",
                    "pmevent",
                    "call",
                    "griddepcontrol" -> {
                return CONTROL;
            }
            case "ld", "ldu", "ldmatrix", "prefetch", "prefetchu" -> {
                return LOAD;
            }
            case "st", "stmatrix" -> {
                return STORE;
            }
            case "cp" -> {
                return name.contains(".global") ? LOAD : CONTROL;
            }
            case "atom", "red" -> {
                return ATOMIC;
            }
            case "mbarrier" -> {
                return BARRIER;
            }
            case "bar", "barrier" -> {
                return name.contains(".warp") ? WARP : BARRIER;
            }
            case "shfl", "vote", "match", "redux", "activemask", "elect", "movmatrix" -> {
                return WARP;
            }
            case "mma" -> {
                return TENSOR;
            }
            case "wmma" -> {
                return name.startsWith("wmma.load") ? LOAD : name.startsWith("wmma.store") ? STORE : TENSOR;
            }
            case "cvt" -> {
                return CONVERSION;
            }
            default -> {
                return arithmetic(opcode, name);
            }
        }
    }

    private static InstructionClass arithmetic(String opcode, String name) {
        if (name.contains(".approx") && !opcode.equals("div")) {
            return SPECIAL_FUNCTION;
        }
        if (opcode.equals("mov") || opcode.equals("selp")) {
            return INTEGER;
        }
        if (HALVES.stream().anyMatch(name::endsWith)) {
            return HALF;
        }
        return name.endsWith(".f64") ? DOUBLE : name.endsWith(".f32") || name.endsWith(".f32x2") ? FLOAT : INTEGER;
    }
}
