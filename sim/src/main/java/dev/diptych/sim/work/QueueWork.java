package dev.diptych.sim.work;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import dev.diptych.model.work.Phase;
import dev.diptych.model.work.Pipe;
import dev.diptych.model.work.Scatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a block does that serves rows of a queue, as {@code serve} of {@code extraction.cu}: warps take some entries at a time, by an atomic on the
 * queue's cursor, and move their rows in passes.
 *
 * @param unitBytes of an access
 * @param outBytes of the batch, all over which rows are stored
 * @param gpu which runs the block, and has queues and result
 */
record QueueWork(int rowBytes, int unitBytes, int blockThreads, long outBytes, Gpu gpu) {
    private static final int WARP_LANES = 32;
    private static final int ROWS_IN_FLIGHT = 4;
    private static final int MOST_TAKEN = 32;
    private static final long ENOUGH_TAKES = 1 << 13;
    private static final int ENTRY_BYTES = Long.BYTES + Integer.BYTES;

    // Fitted to what executing a warp of the PTX issues and takes, for 1 to 2^17 rows of 1 to 128 accesses: within 3 %.
    private static final int TAKE_INSTRUCTIONS = 92;
    private static final int TAKE_CYCLES = 184;

    // Fitted likewise, to batches without rows of 2 and 9 sources with 1, 3 and 16 queues of a block's own: what a
    // warp's turn takes, and more for
    // each source that it looks at for help to give, and for each queue of its own that it finds at its end.
    private static final int TURN_INSTRUCTIONS = 329;
    private static final int SOURCE_INSTRUCTIONS = 40;
    private static final int OWN_QUEUE_INSTRUCTIONS = 71;
    private static final int TURN_CYCLES = 1207;
    private static final int SOURCE_CYCLES = 153;
    private static final int OWN_QUEUE_CYCLES = 229;
    private static final int TURN_BYTES = 2200;

    /** The loads of threads that are on their way together. */
    long bytesInFlight() {
        return (long) blockThreads * ROWS_IN_FLIGHT * unitBytes;
    }

    /** Lanes of a group: as many as a row has accesses, a power of two. */
    private int lanes() {
        int lanes = 1;
        while (lanes < WARP_LANES && lanes < rowBytes / unitBytes) {
            lanes *= 2;
        }
        return lanes;
    }

    /** Rows that a warp takes at a time. */
    private int take(long queued) {
        int take = rowsOfPass();
        while (take < MOST_TAKEN && take * ENOUGH_TAKES < queued) {
            take *= 2;
        }
        return Math.min(take, MOST_TAKEN);
    }

    private int rowsOfPass() {
        return ROWS_IN_FLIGHT * WARP_LANES / lanes();
    }

    /** Returns what a block does even where it finds no rows, with so many queues of its own besides the local one. */
    Phase turn(int sources, int ownQueues) {
        long warps = Warps.holding(blockThreads);
        // Its own source is joined and left, the ends of the local queue and that of unknown keys are found.
        int ownAtomics = ownQueues == 0 ? 0 : ownQueues + 2;
        long instructions =
                TURN_INSTRUCTIONS + (long) sources * SOURCE_INSTRUCTIONS + (long) ownQueues * OWN_QUEUE_INSTRUCTIONS;
        long cycles = TURN_CYCLES + (long) sources * SOURCE_CYCLES + (long) ownQueues * OWN_QUEUE_CYCLES;
        Traffic traffic = new Traffic();
        traffic.read(gpu, TURN_BYTES, 3 + (2 * sources + 4) / 5, 0);
        traffic.atomicsOnOneWord(gpu, warps * (2 + ownAtomics), 2 + Math.max(0, ownAtomics - 1));
        return new Phase(Map.of(Pipe.ISSUE, warps * instructions), cycles, 1, (int) warps, traffic.accesses());
    }

    /**
     * Returns what a block does for its part of a queue.
     *
     * @param source where the rows are, if they are anywhere: those of unknown keys are not
     * @param rows that the block serves, a mean
     * @param queued rows of the whole queue
     * @param spanBytes of memory over which the rows lie that are read together
     * @param wholeBytes of memory over which all lie
     * @param hitShare of the rows' bytes, in the cache before their memory
     */
    Phase phase(@Nullable Place source, double rows, long queued, long spanBytes, long wholeBytes, double hitShare) {
        long warps = Warps.holding(blockThreads);
        int take = take(queued);
        double takes = Math.ceil(rows / take);
        long takesOfWarp = (long) Math.ceil(takes / warps);
        long passes = ((long) take + rowsOfPass() - 1) / rowsOfPass();
        long units = ((long) rowBytes / unitBytes + lanes() - 1) / lanes();
        boolean isWide = unitBytes == 16;
        // Short rows leave some of those in flight empty.
        double full = Math.min(1, (double) take / rowsOfPass());
        double instructions = TAKE_INSTRUCTIONS + passes * (isWide ? 46 + 60 * full * units : 33 + 41 * full * units);
        long cycles = TAKE_CYCLES + passes * (isWide ? 120 + 80 * units : 150 + 55 * units);

        Traffic traffic = new Traffic();
        long moved = Math.round(rows);
        traffic.read(gpu, moved * ENTRY_BYTES, takesOfWarp, 0);
        traffic.atomicsOnOneWord(gpu, Math.round(takes), takesOfWarp);
        traffic.writeRows(
                gpu,
                Sectors.scattered(0, moved, rowBytes),
                moved,
                Scatter.granules((double) queued, (double) outBytes) * rows / Math.max(1, queued),
                outBytes);
        if (source != null) {
            long bytes = Sectors.scattered(0, moved, rowBytes);
            double granules = Scatter.granules((double) queued, (double) wholeBytes) * rows / Math.max(1, queued);
            traffic.readRows(
                    source,
                    bytes,
                    moved,
                    rowBytes,
                    granules,
                    spanBytes,
                    wholeBytes,
                    takesOfWarp * passes * units,
                    hitShare);
        }
        return new Phase(
                Map.of(Pipe.ISSUE, Math.round(takes * instructions)),
                takesOfWarp * cycles,
                Math.max(1, takesOfWarp),
                (int) warps,
                traffic.accesses());
    }
}
