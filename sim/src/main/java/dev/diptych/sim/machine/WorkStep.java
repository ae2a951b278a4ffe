package dev.diptych.sim.machine;

import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Work on pipes and memories. Blocks that have the same share of their multiprocessor's pipes progress alike, so there is a flow for each share,
 * made when the first block has it.
 */
final class WorkStep implements Step {
    /** Below this part of the block's own time, what others do to the pipes counts for nothing. */
    private static final double TRACE = 1e-3;

    private final Crowds crowds;
    private final Flow.Cost cost;
    private final IntUnaryOperator smOfClient;
    /** The first is of those whose share makes no difference to them. */
    private final @Nullable Flow[] byShare = new Flow[PipeShares.WHOLE + 1];

    WorkStep(Crowds crowds, Flow.Cost cost, IntUnaryOperator smOfClient) {
        this.crowds = crowds;
        this.cost = cost;
        this.smOfClient = smOfClient;
    }

    /** Returns how long pipes are busy with a block that has them to itself. */
    double pipePicos() {
        return cost.pipePicos();
    }

    /** Returns how long it takes a block alone on an idle machine, bandwidths aside. */
    double alonePicos() {
        return cost.alonePicos(cost.pipePicos());
    }

    /** Returns whether it makes a difference how many blocks share a multiprocessor's pipes, if that may be so many. */
    boolean isSlowedBy(int blocks) {
        double shared = cost.pipePicos() * blocks;
        return cost.alonePicos(shared) > (1 + TRACE) * cost.alonePicos(0);
    }

    /** Returns the flow of blocks that have a share of their pipes, and move on when it changes. */
    Flow flow(int share) {
        Flow flow = byShare[share];
        return flow == null ? add(share, cost.withPipePicos(cost.pipePicos() * PipeShares.WHOLE / share), true) : flow;
    }

    /** Returns the flow of blocks to whom it makes no difference who else is on their multiprocessor. */
    Flow flowOfAll() {
        Flow flow = byShare[0];
        return flow == null ? add(0, cost, false) : flow;
    }

    private Flow add(int index, Flow.Cost its, boolean isTeamed) {
        Flow flow = crowds.add(id -> new Flow(id, crowds, its, smOfClient, isTeamed));
        byShare[index] = flow;
        return flow;
    }

    /** Gives up its flows. */
    void close() {
        for (Flow flow : byShare) {
            if (flow != null) {
                crowds.remove(flow);
            }
        }
    }
}
