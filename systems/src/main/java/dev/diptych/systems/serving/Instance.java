package dev.diptych.systems.serving;

import dev.diptych.model.hw.SmSpec;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.work.Footprint;
import dev.diptych.systems.serving.workload.Bound;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations of a model in memory of their own, with what the blocks of its kernels take. */
final class Instance {
    private final List<Op> ops;
    private final List<Op> reporting = new ArrayList<>();
    private final @Nullable Footprint[] footprints;
    private final List<Bound> bounds;
    private final OpTimes times;

    /**
     * @param bounds one an operation, or none
     * @param times how long the operations take; those of all instances that serve as many requests
     * @param blocksPerNotice of launches that report
     * @throws dev.diptych.model.InputException when a multiprocessor has no room for a block
     */
    Instance(List<Op> ops, List<Bound> bounds, OpTimes times, int blocksPerNotice, SmSpec sm) {
        this.ops = List.copyOf(ops);
        this.bounds = List.copyOf(bounds);
        this.times = times;
        if (!bounds.isEmpty() && bounds.size() != ops.size()) {
            throw new IllegalArgumentException(
                    "bounds of %d operations for a model of %d".formatted(bounds.size(), ops.size()));
        }
        this.footprints = new @Nullable Footprint[ops.size()];
        for (Op op : ops) {
            if (op instanceof Launch launch) {
                footprints[reporting.size()] = Footprint.of(launch, sm);
                reporting.add(new Launch(
                        launch.kernel(),
                        launch.grid(),
                        launch.block(),
                        launch.dynamicSharedBytes(),
                        launch.args(),
                        blocksPerNotice));
            } else {
                reporting.add(op);
            }
        }
    }

    int size() {
        return ops.size();
    }

    OpTimes times() {
        return times;
    }

    Bound bound(int index) {
        return bounds.isEmpty() ? Bound.UNKNOWN : bounds.get(index);
    }

    Op op(int index) {
        return ops.get(index);
    }

    /** Returns an operation; a launch with its blocks reporting. */
    Op reporting(int index) {
        return reporting.get(index);
    }

    /** Returns what a block of a kernel takes; null for a copy. */
    @Nullable
    Footprint footprint(int index) {
        return footprints[index];
    }
}
