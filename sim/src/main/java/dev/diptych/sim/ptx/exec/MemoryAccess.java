package dev.diptych.sim.ptx.exec;

import dev.diptych.sim.ptx.syntax.Space;

/**
 * An access to memory as the counters see it.
 *
 * @param bytes of one lane
 */
public record MemoryAccess(Kind kind, Space space, int bytes) {
    /** What it does. */
    public enum Kind {
        LOAD(0),
        STORE(1),
        ATOMIC(2);

        /** How many kinds there are. */
        static final int COUNT = 3;

        /** Place in arrays of counters. */
        final int index;

        Kind(int index) {
            this.index = index;
        }
    }
}
