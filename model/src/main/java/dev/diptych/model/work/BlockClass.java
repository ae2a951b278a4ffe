package dev.diptych.model.work;

import java.util.List;

/** Blocks of a launch that do the same. */
public record BlockClass(long blocks, List<Phase> phases) {
    public BlockClass {
        phases = List.copyOf(phases);
        if (blocks < 1) {
            throw new IllegalArgumentException("a class has at least 1 block, but has " + blocks);
        }
    }
}
