package dev.diptych.systems.embedding.refresh;

import dev.diptych.model.op.Bytes;
import dev.diptych.systems.embedding.hotness.RecordedReads;

/**
 * Looks from time to time whether rows lie where they should, and moves them if that is worth it.
 *
 * <p>A look takes what was recorded, with old reads counting less. If a batch takes longer than at the optimum by more than some slack, there
 * may be something to gain; how much, is judged by reads that the new placement was not made from ({@link RecordedReads}): each fold's
 * placement by the other fold's reads, where chance makes nothing look better than it is. What is gained over the horizon has to exceed what moving
 * costs. Each row is judged too: the solver sees the price of moving it, spread over the horizon, so rows stay whose other places would be as good.
 */
final class Refreshing implements Upkeep {
    /**
     * When rows move.
     *
     * @param every batches between two looks
     * @param slack how much longer than at the optimum a batch may take, as a part of it, before anything is done
     * @param horizonBatches that a gain is counted for
     * @param foregroundShare which part of a batch's time may go to moving rows
     */
    record Rules(int every, double slack, long horizonBatches, double foregroundShare) {}

    private final Rules rules;
    private final RecordedReads reads;
    private final Residency residency;
    private final Planner planner;
    private final Mover mover;
    private final Admission admission;
    private final Journal journal;
    private int rowsPerStep;

    Refreshing(Rules rules, RecordedReads reads, Residency residency, Planner planner, Mover mover,
            Admission admission,
            Journal journal) {
        this.rules = rules;
        this.reads = reads;
        this.residency = residency;
        this.planner = planner;
        this.mover = mover;
        this.admission = admission;
        this.journal = journal;
        setPace(EntryCounts.of(reads.all(), residency), planner.fates(residency));
    }

    /** Says how many rows take the part of a batch's time that is for moving; GPUs load at the same time. */
    private void setPace(EntryCounts counts, int[] fateOfEntry) {
        double moveSeconds = planner.moveSeconds(counts, fateOfEntry) / residency.gpus();
        double rows = rules.foregroundShare() * planner.seconds(counts, fateOfEntry) / moveSeconds;
        rowsPerStep = (int) Math.max(1, rows);
    }

    @Override
    public void recorded(long batch, Bytes keys) {
        reads.record(batch, keys);
    }

    @Override
    public void batchEnded(long batch) {
        if ((batch + 1) % rules.every() == 0) {
            look(batch + 1);
        }
        admission.admit(reads.all(), mover);
        guarded(() -> mover.step(rowsPerStep));
    }

    @Override
    public void introduced(int entry) {
        admission.introduced(entry);
    }

    @Override
    public boolean onOpDone(long opId) {
        boolean[] isOwn = new boolean[1];
        guarded(() -> isOwn[0] = mover.onOpDone(opId));
        return isOwn[0];
    }

    @Override
    public long movedRows() {
        return mover.movedRows();
    }

    @Override
    public boolean isMoving() {
        return !mover.isIdle();
    }

    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (Mover.Fault fault) {
            journal.addFault();
            mover.abandon();
        }
    }

    private void look(long batches) {
        reads.tidy();
        int[] now = planner.fates(residency);
        EntryCounts counts = EntryCounts.of(reads.all(), residency);
        double seconds = planner.seconds(counts, now);
        double optimum = planner.optimum(counts);
        if (seconds <= optimum * (1 + rules.slack())) {
            journal.add(new Journal.Look(batches, seconds, optimum, 0, 0, false));
            return;
        }
        double moveSeconds = planner.moveSeconds(counts, now) / residency.gpus();
        double moveCost = moveSeconds / rules.horizonBatches();
        double gain = 0;
        for (int fold = 0; fold < RecordedReads.FOLDS; fold++) {
            EntryCounts known = EntryCounts.of(reads.fold(fold), residency);
            EntryCounts unknown = EntryCounts.of(reads.fold(1 - fold), residency);
            int[] other = planner.plan(known, now, moveCost).fateOfEntry();
            gain += (planner.seconds(unknown, now) - planner.seconds(unknown, other)) / RecordedReads.FOLDS;
        }
        int[] wanted = planner.plan(counts, now, moveCost).fateOfEntry();
        long rows = mover.rowsToMove(wanted);
        boolean isWorthIt = gain > rules.slack() * optimum && gain * rules.horizonBatches() > rows * moveSeconds;
        journal.add(new Journal.Look(batches, seconds, optimum, gain, rows, isWorthIt));
        if (isWorthIt) {
            setPace(counts, now);
            mover.begin(wanted, counts);
            admission.placed();
        }
    }
}
