package dev.diptych.sim.machine;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.work.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * The steps of one GPU by phase. Equal phases are the same step, whatever launch they belong to, so their blocks share a crowd.
 *
 * <p>Kernels whose work depends on data have new phases in each launch, so steps beyond the first {@link #KEPT} are forgotten when the
 * last grid that uses them has retired.
 */
final class Steps {
    private static final int KEPT = 1024;

    private static final class Known {
        private final Step step;
        private int users;

        Known(Step step) {
            this.step = step;
        }
    }

    private final Gpu gpu;
    private final GpuSpec spec;
    private final Topology topology;
    private final Crowds crowds;
    private final IntUnaryOperator smOfBlock;
    private final Map<Phase, Known> known = new HashMap<>();

    Steps(Gpu gpu, GpuSpec spec, Topology topology, Crowds crowds, IntUnaryOperator smOfBlock) {
        this.gpu = gpu;
        this.spec = spec;
        this.topology = topology;
        this.crowds = crowds;
        this.smOfBlock = smOfBlock;
    }

    /** Returns what blocks with some phases go through; to be released when nobody goes through them any more. */
    BlockKind acquire(List<Phase> phases) {
        List<Step> steps = new ArrayList<>();
        for (Phase phase : phases) {
            Known entry = known.get(phase);
            if (entry == null) {
                entry = new Known(step(phase));
                known.put(phase, entry);
            }
            entry.users++;
            if (!(entry.step instanceof Step.Wait wait && wait.picos() == 0)) {
                steps.add(entry.step);
            }
        }
        return new BlockKind(steps.toArray(Step[]::new), spec.sm().blocks());
    }

    /** Takes back what {@link #acquire} had given for the same phases. */
    void release(List<Phase> phases) {
        for (Phase phase : phases) {
            Known entry = known.get(phase);
            if (entry == null || entry.users == 0) {
                throw new IllegalStateException("%s is released but not in use".formatted(phase));
            }
            if (--entry.users == 0 && known.size() > KEPT) {
                known.remove(phase);
                if (entry.step instanceof WorkStep work) {
                    work.close();
                }
            }
        }
    }

    private Step step(Phase phase) {
        Flow.Cost cost = topology.work(gpu, phase);
        if (cost.uses().isEmpty() && cost.pipePicos() == 0) {
            return new Step.Wait(Math.round(cost.idlePicos()));
        }
        return new WorkStep(crowds, cost, smOfBlock);
    }
}
