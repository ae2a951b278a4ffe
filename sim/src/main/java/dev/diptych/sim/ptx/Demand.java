package dev.diptych.sim.ptx;

import dev.diptych.model.work.Pipe;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What executed blocks ask of a multiprocessor: how much of its pipes, and how long a block takes when it has the multiprocessor to itself.
 *
 * @param slots by pipe, in slots of warp instructions of machine code, estimated from the PTX ({@link dev.diptych.sim.ptx.assembly}); those of
 *     {@link Pipe#LSU} are passes through the data stage, {@link Pipe#TENSOR}'s are products of 16 x 8 by 16 half-precision elements
 * @param chainCycles of the block that takes longest, from its first instruction to the end of its last warp, besides its rounds; in cycles of
 *     the SM clock; 0 if not scheduled
 * @param chainRounds of that block: waits, one after the other, for memory beyond the first-level cache; 0 if not scheduled
 * @param turns how often that block's waits and its use of the pipes take turns, at least 1; 1 if not scheduled
 */
public record Demand(Map<Pipe, Long> slots, long chainCycles, long chainRounds, double turns) {
    public Demand {
        // In the order of the pipes, whatever map came.
        slots = Collections.unmodifiableMap(new TreeMap<>(slots));
    }

    /** Returns the slots of one pipe. */
    public long slots(Pipe pipe) {
        return slots.getOrDefault(pipe, 0L);
    }
}
