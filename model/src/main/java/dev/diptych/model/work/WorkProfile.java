package dev.diptych.model.work;

import java.util.List;

/**
 * What one launch does, as counts, never as times: the only thing that passes from what a kernel computes to how long it takes.
 *
 * @param classes its blocks in the order in which they are dispatched; the classes' blocks add up to the grid
 * @param executedBlocks how many blocks were executed to know this, each of which stands for itself and those up to the next; 0 for a profile in
 *     closed form
 */
public record WorkProfile(List<BlockClass> classes, long executedBlocks) {
    public WorkProfile {
        classes = List.copyOf(classes);
        if (executedBlocks < 0) {
            throw new IllegalArgumentException("%d blocks cannot have been executed".formatted(executedBlocks));
        }
    }

    /** A profile in closed form. */
    public WorkProfile(List<BlockClass> classes) {
        this(classes, 0);
    }

    /** Returns the number of blocks. */
    public long blocks() {
        return classes.stream().mapToLong(BlockClass::blocks).sum();
    }
}
