package dev.diptych.systems.serving;

import dev.diptych.model.hw.SmSpec;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.work.Footprint;
import dev.diptych.systems.serving.scheduler.Reporting;
import dev.diptych.systems.serving.workload.Bound;
import dev.diptych.systems.serving.workload.OutputCheck;
import dev.diptych.systems.serving.workload.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operations of a model in memory of their own, with what the blocks of its kernels take. */
final class Instance {
    private final List<List<Op>> turns;
    private final List<Op> reporting = new ArrayList<>();
    private final @Nullable Footprint[] footprints;
    private final List<Bound> bounds;
    private final OpTimes times;
    private final @Nullable OutputCheck check;
    /** Jobs that have begun, the one that has it now included. */
    private long begun;

    /**
     * @param bounds one an operation, or none
     * @param times how long the operations take; those of all instances that serve as many requests
     * @param reports how launches report
     * @throws dev.diptych.model.InputException when a multiprocessor has no room for a block
     */
    Instance(Recipe recipe, List<Bound> bounds, OpTimes times, Reporting reports, SmSpec sm) {
        this.turns = recipe.turns();
        this.check = recipe.check().orElse(null);
        this.bounds = List.copyOf(bounds);
        this.times = times;
        List<Op> ops = turns.get(0);
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
                        reports.of(launch.grid().count())));
            } else {
                reporting.add(op);
            }
        }
    }

    /** Takes note that another job begins. */
    void begin() {
        begun++;
    }

    private int turn() {
        return (int) (Math.max(begun - 1, 0) % turns.size());
    }

    int size() {
        return reporting.size();
    }

    OpTimes times() {
        return times;
    }

    Bound bound(int index) {
        return bounds.isEmpty() ? Bound.UNKNOWN : bounds.get(index);
    }

    /** Returns an operation of the job that has it; before there is one, of what any job does. */
    Op op(int index) {
        OutputCheck checks = check;
        if (checks != null && begun > 0 && begun % checks.every() == 0 && index == size() - 1) {
            return checks.readBack();
        }
        return turns.get(turn()).get(index);
    }

    /** Returns an operation; a launch with its blocks reporting. */
    Op reporting(int index) {
        return footprints[index] == null ? op(index) : reporting.get(index);
    }

    /** Returns what a block of a kernel takes; null for a copy. */
    @Nullable
    Footprint footprint(int index) {
        return footprints[index];
    }

    /** Returns what is wrong with the results of the job that has it; empty if nothing is. */
    Optional<String> difference(Bytes results) {
        OutputCheck checks = check;
        if (checks == null) {
            throw new IllegalStateException("results were brought that nobody checks");
        }
        return checks.difference(turn(), results);
    }
}
