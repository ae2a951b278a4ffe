package dev.diptych.model.work;

import dev.diptych.model.hw.Place;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * What one launch does, as counts, never as times: the only thing that passes from what a kernel computes to how long it takes.
 *
 * @param classes its blocks in the order in which they are dispatched; the classes' blocks add up to the grid
 * @param touched how much of which buffers the whole launch touches
 * @param executedBlocks how many blocks were executed to know this, each of which stands for itself and those up to the next; 0 for a profile in
 *     closed form
 */
public record WorkProfile(List<BlockClass> classes, List<Touched> touched, long executedBlocks) {
    /**
     * What a launch touches of one buffer.
     *
     * @param buffer its id, or a negative number for a variable of a module
     * @param bytes different ones, in whole sectors
     * @param sample some of the sectors, chosen by their place alone, in ascending order: two launches that touch the same have the same ones. Empty
     *     where it is not known which part of the buffer is touched
     */
    public record Touched(Place place, int buffer, long bytes, List<Long> sample) {
        public Touched {
            sample = List.copyOf(sample);
        }

        /** Of an unknown part of a buffer, or all of it. */
        public Touched(Place place, int buffer, long bytes) {
            this(place, buffer, bytes, List.of());
        }
    }

    public WorkProfile {
        classes = List.copyOf(classes);
        touched = List.copyOf(touched);
        if (executedBlocks < 0) {
            throw new IllegalArgumentException("%d blocks cannot have been executed".formatted(executedBlocks));
        }
    }

    /** A profile in closed form. */
    public WorkProfile(List<BlockClass> classes, List<Touched> touched) {
        this(classes, touched, 0);
    }

    /** Returns the number of blocks. */
    public long blocks() {
        return classes.stream().mapToLong(BlockClass::blocks).sum();
    }

    /**
     * Returns what the launch does when a part of what it touches is in its place's shared cache already.
     *
     * @param cachedShare of what is touched for the first time, by place
     */
    public WorkProfile startingWith(ToDoubleFunction<Place> cachedShare) {
        return with(access -> access.cached(cachedShare.applyAsDouble(access.place())));
    }

    /**
     * Returns what the launch does when it is known what its accesses to one place find in the shared cache there.
     *
     * @param hitShare of the bytes that are read
     * @param writtenShare bytes that go to the memory meanwhile, over those stored
     */
    public WorkProfile finding(Place place, double hitShare, double writtenShare) {
        return with(access -> access.place().equals(place) ? access.finding(hitShare, writtenShare) : access);
    }

    private WorkProfile with(UnaryOperator<Access> change) {
        return new WorkProfile(
                classes.stream()
                        .map(each -> new BlockClass(
                                each.blocks(),
                                each.phases().stream()
                                        .map(phase -> phase.with(phase.accesses().stream()
                                                .map(change)
                                                .toList()))
                                        .toList()))
                        .toList(),
                touched,
                executedBlocks);
    }
}
