package dev.diptych.sim.work;

import dev.diptych.model.hw.Place;
import dev.diptych.model.work.Access;
import dev.diptych.model.work.Misses;
import dev.diptych.model.work.Scatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The accesses of a block, one for each place, in the order in which the places are first touched: bytes, pieces and rounds of one place add up, and
 * its hit share is the mean over the bytes.
 */
final class Traffic {
    private final Map<Place, Total> totals = new LinkedHashMap<>();

    /** Adds loads of a stream. */
    void read(Place place, long bytes, long rounds, double hitShare) {
        Total total = of(place);
        total.readBytes += bytes;
        total.rounds += rounds;
        total.hitBytes += hitShare * bytes;
    }

    /**
     * Adds loads of rows that lie anywhere.
     *
     * @param bytes of all of them, in whole sectors
     * @param granules for which their addresses are translated: {@link Scatter#granules} of the whole launch, or a block's part of them
     * @param spanBytes of memory over which they lie that are read together
     * @param wholeBytes of memory over which all lie
     */
    void readRows(
            Place place,
            long bytes,
            long rows,
            int rowBytes,
            double granules,
            long spanBytes,
            long wholeBytes,
            long rounds,
            double hitShare) {
        if (rows == 0) {
            return;
        }
        read(place, bytes, rounds, hitShare);
        Total total = of(place);
        // What is left of a row of the memory once a piece of it was read is not read soon.
        long piecesOfRow = ((long) rowBytes + OpenRows.ROW_BYTES - 1) / OpenRows.ROW_BYTES;
        total.pieces += Math.max(0, rows * piecesOfRow - bytes / OpenRows.ROW_BYTES);
        total.pageTurns += rows;
        total.granules += granules;
        total.spanBytes = Math.max(total.spanBytes, (double) spanBytes);
        total.wholeBytes = Math.max(total.wholeBytes, (double) wholeBytes);
    }

    private Total of(Place place) {
        return totals.computeIfAbsent(place, absent -> new Total());
    }

    /** Adds stores, which nothing waits for. */
    void write(Place place, long bytes) {
        of(place).writeBytes += bytes;
    }

    /**
     * Adds stores of rows to anywhere, which nothing waits for; their addresses are translated like those of loads.
     *
     * @param granules as for loads
     * @param spanBytes of memory over which they lie
     */
    void writeRows(Place place, long bytes, long rows, double granules, long spanBytes) {
        write(place, bytes);
        Total total = of(place);
        total.pageTurns += rows;
        total.granules += granules;
        total.spanBytes = Math.max(total.spanBytes, (double) spanBytes);
        total.wholeBytes = Math.max(total.wholeBytes, (double) spanBytes);
    }

    /** Adds atomics on one word, a lane each, and as many dependent rounds. */
    void atomicsOnOneWord(Place place, long count, long rounds) {
        Total total = of(place);
        total.atomics += count;
        total.rounds += rounds;
    }

    /** Returns the accesses; a place without bytes has none. */
    List<Access> accesses() {
        List<Access> accesses = new ArrayList<>();
        totals.forEach((place, total) -> {
            long bytes = total.readBytes + total.writeBytes;
            if (bytes > 0 || total.atomics > 0) {
                double hitShare = Math.max(0, Math.min(1, total.hitBytes / Math.max(1, bytes)));
                double readBytes = Math.max(1, total.readBytes);
                Misses misses = new Misses(
                        1,
                        1 - hitShare,
                        0,
                        total.pieces / readBytes,
                        0,
                        new Scatter(
                                total.pageTurns / readBytes,
                                total.granules / readBytes,
                                total.spanBytes,
                                total.wholeBytes));
                accesses.add(Access.ofLines(
                                place, total.readBytes, total.writeBytes, (double) total.rounds, misses, hitShare)
                        .withAtomicsOnOneWord(total.atomics));
            }
        });
        return accesses;
    }

    private static final class Total {
        private long readBytes;
        private long writeBytes;
        private long rounds;
        private long atomics;
        private double pieces;
        private double pageTurns;
        private double granules;
        private double spanBytes;
        private double wholeBytes;
        private double hitBytes;
    }
}
