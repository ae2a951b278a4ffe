package dev.diptych.sim.work;

import dev.diptych.model.hw.Place;
import dev.diptych.model.work.Phase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The memory phases of a block, one for each place, in the order in which the places are first touched. Accesses to one place become one
 * phase: its bytes and rounds add up, and its hit share is the mean over the bytes.
 */
final class Traffic {
    private final Map<Place, Total> totals = new LinkedHashMap<>();

    /** Adds loads. */
    void read(Place place, long bytes, long rounds, double hitShare) {
        Total total = totals.computeIfAbsent(place, absent -> new Total());
        total.readBytes += bytes;
        total.rounds += rounds;
        total.hitBytes += hitShare * bytes;
    }

    /** Adds stores, which nothing waits for. */
    void write(Place place, long bytes, double hitShare) {
        Total total = totals.computeIfAbsent(place, absent -> new Total());
        total.writeBytes += bytes;
        total.hitBytes += hitShare * bytes;
    }

    /** Returns the phases; a place without bytes has none. */
    List<Phase> phases() {
        List<Phase> phases = new ArrayList<>();
        totals.forEach((place, total) -> {
            long bytes = total.readBytes + total.writeBytes;
            if (bytes > 0) {
                double hitShare = Math.max(0, Math.min(1, total.hitBytes / bytes));
                phases.add(new Phase.Memory(place, total.readBytes, total.writeBytes, total.rounds, hitShare));
            }
        });
        return phases;
    }

    private static final class Total {
        private long readBytes;
        private long writeBytes;
        private long rounds;
        private double hitBytes;
    }
}
