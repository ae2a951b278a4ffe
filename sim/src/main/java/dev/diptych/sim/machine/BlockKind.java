package dev.diptych.sim.machine;

/** What the blocks of one class go through on a GPU. */
final class BlockKind {
    private final Step[] steps;
    private final double demand;
    private final boolean contends;

    /** @param mostBlocks that a multiprocessor holds */
    BlockKind(Step[] steps, int mostBlocks) {
        this.steps = steps;
        double pipePicos = 0;
        double alonePicos = 0;
        boolean isSlowed = false;
        for (Step step : steps) {
            if (step instanceof WorkStep work) {
                pipePicos += work.pipePicos();
                alonePicos += work.alonePicos();
                isSlowed |= work.isSlowedBy(mostBlocks);
            } else if (step instanceof Step.Wait wait) {
                alonePicos += wait.picos();
            }
        }
        demand = alonePicos > 0 ? Math.min(1, pipePicos / alonePicos) : 0;
        contends = isSlowed;
    }

    Step[] steps() {
        return steps;
    }

    /** Returns the share of its multiprocessor's pipes that a block alone keeps busy, over its whole life. */
    double demand() {
        return demand;
    }

    /** Returns whether it makes a difference to these blocks who else is on their multiprocessor. */
    boolean contends() {
        return contends;
    }
}
