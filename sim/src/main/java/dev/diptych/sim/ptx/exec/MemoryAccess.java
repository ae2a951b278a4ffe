package dev.diptych.sim.ptx.exec;

import dev.diptych.sim.ptx.syntax.Space;

/**
 * An access to memory as the counters see it.
 *
 * @param bytes of one lane
 * @param joinsLanes whether an atomic on shared memory takes lanes that meet at a word in one go
 * @param passesFirstLevel whether a load of global memory goes past the multiprocessor's own cache
 * @param movedBytes of one lane that its machine instruction moves: more where neighbouring loads are one, and 0 where that is another's
 */
public record MemoryAccess(
        Kind kind, Space space, int bytes, boolean joinsLanes, boolean passesFirstLevel, int movedBytes) {
    /** An access with a machine instruction of its own. */
    public MemoryAccess(Kind kind, Space space, int bytes, boolean joinsLanes, boolean passesFirstLevel) {
        this(kind, space, bytes, joinsLanes, passesFirstLevel, bytes);
    }

    /** An access whose lanes are joined only where all accesses of its kind join them, and which uses every cache on its way. */
    public MemoryAccess(Kind kind, Space space, int bytes) {
        this(kind, space, bytes, false, false);
    }

    /** Returns the access if its machine instruction moves so many bytes of a lane. */
    public MemoryAccess moving(int laneBytes) {
        return laneBytes == movedBytes
                ? this
                : new MemoryAccess(kind, space, bytes, joinsLanes, passesFirstLevel, laneBytes);
    }

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
