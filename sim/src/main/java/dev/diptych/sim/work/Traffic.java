package dev.diptych.sim.work;

import dev.diptych.model.hw.Place;
import dev.diptych.model.work.Access;
import dev.diptych.model.work.Misses;
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
        readPieces(place, bytes, 0, rounds, hitShare);
    }

    /**
     * Adds loads.
     *
     * @param pieces that lie anywhere
     */
    void readPieces(Place place, long bytes, long pieces, long rounds, double hitShare) {
        Total total = totals.computeIfAbsent(place, absent -> new Total());
        total.readBytes += bytes;
        total.pieces += pieces;
        total.rounds += rounds;
        total.hitBytes += hitShare * bytes;
    }

    /** Adds stores, which nothing waits for. */
    void write(Place place, long bytes) {
        totals.computeIfAbsent(place, absent -> new Total()).writeBytes += bytes;
    }

    /** Adds atomics on one word, a lane each, and as many dependent rounds. */
    void atomicsOnOneWord(Place place, long count, long rounds) {
        Total total = totals.computeIfAbsent(place, absent -> new Total());
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
                Misses misses = new Misses(1, 1 - hitShare, 0, total.pieces / Math.max(1, total.readBytes), 0);
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
        private double hitBytes;
    }
}
