package dev.diptych.model.work;

import dev.diptych.model.hw.Place;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A stretch of a block's life, in which its warps compute and wait for memory side by side; a block goes through its phases one after the other.
 *
 * @param slots of the pipes, by all warps of the block together; pipes without any are left out
 * @param chainCycles of the longest chain of instructions that wait for each other, or a wait of known length, in SM clocks; the rounds of
 *     {@code accesses} come on top
 * @param turns how often the block's waits for memory and its use of the pipes take turns, at least 1: with one turn, it first waits and then computes
 * @param warps of the block, each of which waits for loads of its own
 * @param accesses one for each place
 */
public record Phase(Map<Pipe, Long> slots, long chainCycles, double turns, int warps, List<Access> accesses) {
    public Phase {
        EnumMap<Pipe, Long> copy = new EnumMap<>(Pipe.class);
        slots.forEach((pipe, count) -> {
            if (count < 0) {
                throw new IllegalArgumentException("%s cannot have %d slots".formatted(pipe, count));
            }
            if (count > 0) {
                copy.put(pipe, count);
            }
        });
        slots = Collections.unmodifiableMap(copy);
        accesses = List.copyOf(accesses);
        if (chainCycles < 0 || !(turns >= 1) || warps < 1) {
            throw new IllegalArgumentException(
                    "%d warps cannot have a chain of %d cycles in %s turns".formatted(warps, chainCycles, turns));
        }
    }

    /**
     * Instructions alone.
     *
     * @param warpInstructions issued by all warps of the block together
     * @param chainCycles the least time they take
     */
    public static Phase compute(long warpInstructions, long chainCycles) {
        return new Phase(Map.of(Pipe.ISSUE, warpInstructions), chainCycles, 1, 1, List.of());
    }

    /** Loads and stores of one place alone. */
    public static Phase memory(Place place, long readBytes, long writeBytes, long rounds, double cacheHitShare) {
        return new Phase(
                Map.of(),
                0,
                1,
                1,
                List.of(Access.ofLines(
                        place,
                        readBytes,
                        writeBytes,
                        (double) rounds,
                        Misses.OF_STREAM.keeping(cacheHitShare),
                        cacheHitShare)));
    }

    /** Returns it with other accesses. */
    public Phase with(List<Access> others) {
        return new Phase(slots, chainCycles, turns, warps, others);
    }
}
