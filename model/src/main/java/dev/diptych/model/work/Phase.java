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
 * @param accesses one for each place
 */
public record Phase(Map<Pipe, Long> slots, long chainCycles, List<Access> accesses) {
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
        if (chainCycles < 0) {
            throw new IllegalArgumentException("a chain cannot take %d cycles".formatted(chainCycles));
        }
    }

    /**
     * Instructions alone.
     *
     * @param warpInstructions issued by all warps of the block together
     * @param chainCycles the least time they take
     */
    public static Phase compute(long warpInstructions, long chainCycles) {
        return new Phase(Map.of(Pipe.ISSUE, warpInstructions), chainCycles, List.of());
    }

    /** Loads and stores of one place alone. */
    public static Phase memory(Place place, long readBytes, long writeBytes, long rounds, double cacheHitShare) {
        return new Phase(
                Map.of(), 0, List.of(new Access(place, readBytes, writeBytes, 0, 0, rounds, 1, cacheHitShare)));
    }

    /** Returns it with other accesses. */
    public Phase with(List<Access> others) {
        return new Phase(slots, chainCycles, others);
    }
}
