package dev.diptych.sim.ptx.conformance;

import java.util.List;

/** A class of instructions, for summaries. */
public enum Group {
    INTEGER("integers and bits"),
    COMPARISON("comparisons"),
    SINGLE("f32"),
    DOUBLE("f64"),
    HALF("halves and bf16"),
    CONVERSION("conversions"),
    APPROXIMATE("approximate functions");

    private final String title;

    Group(String title) {
        this.title = title;
    }

    /** Returns what to call it. */
    public String title() {
        return title;
    }

    static Group of(String opcode, List<String> modifiers) {
        if (modifiers.contains("approx") || modifiers.contains("full")) {
            return APPROXIMATE;
        }
        String type = modifiers.get(modifiers.size() - 1);
        return switch (opcode) {
            case "cvt" -> CONVERSION;
            case "setp", "set", "slct", "selp", "testp" -> COMPARISON;
            default ->
                switch (type) {
                    case "f32", "f32x2" -> SINGLE;
                    case "f64" -> DOUBLE;
                    case "f16", "f16x2", "bf16", "bf16x2" -> HALF;
                    default -> INTEGER;
                };
        };
    }
}
