package dev.diptych.sim.machine;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.work.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/** The steps of one GPU by phase. Equal phases are the same step, whatever launch they belong to, so their blocks share a crowd. */
final class Steps {
    private final Gpu gpu;
    private final GpuSpec spec;
    private final Topology topology;
    private final Crowds crowds;
    private final IntUnaryOperator smOfBlock;
    private final List<IssueSlots> slots = new ArrayList<>();
    private final Map<Phase, Step> known = new HashMap<>();

    Steps(Gpu gpu, GpuSpec spec, Topology topology, Crowds crowds, IntUnaryOperator smOfBlock) {
        this.gpu = gpu;
        this.spec = spec;
        this.topology = topology;
        this.crowds = crowds;
        this.smOfBlock = smOfBlock;
        for (int sm = 0; sm < spec.sms(); sm++) {
            slots.add(new IssueSlots(spec, crowds.disturbedSlots()));
        }
    }

    /** Returns the steps of phases that take time. */
    Step[] of(List<Phase> phases) {
        List<Step> steps = new ArrayList<>();
        for (Phase phase : phases) {
            Step step = known.get(phase);
            if (step == null) {
                step = phase instanceof Phase.Compute compute ? compute(compute) : memory((Phase.Memory) phase);
                known.put(phase, step);
            }
            if (!(step instanceof Step.Wait wait && wait.picos() == 0)) {
                steps.add(step);
            }
        }
        return steps.toArray(Step[]::new);
    }

    private Step compute(Phase.Compute phase) {
        long waitPicos = spec.clock().picos(phase.cycles());
        if (phase.warpInstructions() == 0) {
            return new Step.Wait(waitPicos);
        }
        double issuePicos = phase.warpInstructions()
                * 1e6
                / spec.sm().warpInstructionsPerCycle()
                / spec.clock().megahertz();
        double alonePicos = Math.max((double) waitPicos, issuePicos);
        List<IssueShare> shares = new ArrayList<>();
        for (IssueSlots sm : slots) {
            shares.add(crowds.add(id -> new IssueShare(id, sm, alonePicos, (double) phase.warpInstructions())));
        }
        return new Step.Issue(shares);
    }

    private Step memory(Phase.Memory phase) {
        if (phase.readBytes() == 0 && phase.writeBytes() == 0) {
            return new Step.Wait(Math.round(topology.idleLatencyPicos(gpu, phase)));
        }
        Flow.Cost cost = topology.memory(gpu, phase);
        return new Step.Move(crowds.add(id -> new Flow(id, crowds.fabric(), cost, smOfBlock)));
    }
}
