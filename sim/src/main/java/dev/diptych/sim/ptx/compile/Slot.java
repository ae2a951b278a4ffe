package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.syntax.Type;

/** Where a warp keeps a register: which of its arrays, and at which index. */
record Slot(Kind kind, int index, Type type) {
    /** Registers of up to 32 bits, of 64 bits, predicates. */
    enum Kind {
        INT,
        LONG,
        PRED;

        static Kind of(Type type) {
            if (type == Type.PRED) {
                return PRED;
            }
            return type.bytes() == Long.BYTES ? LONG : INT;
        }
    }

    boolean isNarrow() {
        return type.bytes() < Integer.BYTES;
    }
}
