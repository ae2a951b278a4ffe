package dev.diptych.systems.embedding.refresh;

import dev.diptych.model.op.Bytes;
import dev.diptych.systems.embedding.hotness.DecayedCounts;
import dev.diptych.systems.embedding.hotness.RecordedReads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Looks from time to time whether rows lie where they should, and moves them if that is worth it.
 *
 * <p>At each look, every memory of the reads ({@link RecordedReads}) says where it would have the rows. Nothing is done yet. At the next look these
 * proposals, and where the rows are, are judged by what was read in between, which none of them knew: so chance makes nothing look better than it
 * is. If with the best proposal a batch takes less time by more than some slack, and what is gained over the horizon exceeds what moving costs, then
 * the memory that made it proposes anew, and its rows move. Each row is judged too: a solver that knows prices sees that of moving it,
 * spread over the horizon, and leaves rows whose other places would be as good.
 */
final class Refreshing implements Upkeep {
    /**
     * When rows move.
     *
     * @param every batches between two looks
     * @param slack by which part of its time a batch has to take less before anything is done
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
    private List<int[]> proposals = List.of();
    private int bestMemory;
    private double moveSeconds;
    private int rowsPerStep;

    /** One for caches that are filled. */
    Refreshing(
            Rules rules,
            RecordedReads reads,
            Residency residency,
            Planner planner,
            Mover mover,
            Admission admission,
            Journal journal) {
        this.rules = rules;
        this.reads = reads;
        this.residency = residency;
        this.planner = planner;
        this.mover = mover;
        this.admission = admission;
        this.journal = journal;
        int[] now = planner.fates(residency);
        setPace(counts(reads.memories().get(0)), now);
        propose(now);
    }

    @Override
    public void recorded(Bytes keys) {
        reads.record(keys);
    }

    @Override
    public void batchEnded(long batch) {
        if ((batch + 1) % rules.every() == 0 && reads.fresh().reads() > 0) {
            look(batch + 1);
        }
        admission.admit(reads.memories().get(bestMemory), mover);
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
        int[] now = planner.fates(residency);
        EntryCounts fresh = counts(reads.fresh());
        double seconds = planner.seconds(fresh, now);
        double shortest = Double.POSITIVE_INFINITY;
        long rows = 0;
        for (int memory = 0; memory < proposals.size(); memory++) {
            int[] proposed = withNewcomers(proposals.get(memory), now);
            double proposedSeconds = planner.seconds(fresh, proposed);
            if (proposedSeconds < shortest) {
                shortest = proposedSeconds;
                bestMemory = memory;
                rows = mover.rowsToMove(proposed);
            }
        }
        EntryCounts counts = counts(reads.memories().get(bestMemory));
        setPace(counts, now);
        double gain = seconds - shortest;
        boolean isWorthIt = gain > rules.slack() * seconds && gain * rules.horizonBatches() > rows * moveSeconds;
        journal.add(new Journal.Look(
                batches, planner.seconds(counts, now), planner.optimum(counts), gain, bestMemory, rows, isWorthIt));
        int[] wanted = now;
        if (isWorthIt) {
            wanted = planner.plan(counts, now, moveSeconds / rules.horizonBatches())
                    .fateOfEntry();
            mover.begin(wanted.clone(), counts);
            admission.placed();
        }
        reads.turn();
        propose(wanted);
    }

    private void propose(int[] fateNow) {
        proposals = new ArrayList<>();
        for (DecayedCounts memory : reads.memories()) {
            proposals.add(planner.plan(counts(memory), fateNow, moveSeconds / rules.horizonBatches())
                    .fateOfEntry());
        }
    }

    /** Entries that were not known when something was proposed are where they are. */
    private static int[] withNewcomers(int[] proposed, int[] now) {
        int[] all = Arrays.copyOf(proposed, now.length);
        System.arraycopy(now, proposed.length, all, proposed.length, now.length - proposed.length);
        return all;
    }

    /** Says how many rows take the part of a batch's time that is for moving; GPUs load at the same time. */
    private void setPace(EntryCounts counts, int[] fateOfEntry) {
        moveSeconds = planner.moveSeconds(counts, fateOfEntry) / residency.gpus();
        double rows = rules.foregroundShare() * planner.seconds(counts, fateOfEntry) / moveSeconds;
        rowsPerStep = (int) Math.max(1, rows);
    }

    private EntryCounts counts(DecayedCounts counted) {
        return EntryCounts.of(counted, residency);
    }
}
