package dev.diptych.sim.machine;

import dev.diptych.model.hw.CacheSpec;
import dev.diptych.model.hw.Place;
import dev.diptych.model.work.WorkProfile.Touched;
import dev.diptych.sim.work.StreamingHits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the shared cache of a memory still holds of what earlier operations touched. How much of it is left depends on how many bytes were touched
 * since, its own included: reuse distance, in the steady state of {@link StreamingHits}.
 */
final class CacheContents {
    /** What was touched longer ago than so many times the cache's size is forgotten. */
    private static final int KEPT_SIZES = 2;

    private static final int MOST_KEPT = 256;
    /** Two touches that share this much of a buffer are held to be of the same part. */
    private static final double SAME = 0.9;

    private final Place place;
    private final CacheSpec spec;
    /** Latest last. */
    private final ArrayList<Touched> past = new ArrayList<>();

    CacheContents(Place place, CacheSpec spec) {
        this.place = place;
        this.spec = spec;
    }

    /** Has an operation touch buffers; returns the share of the bytes that were there already. */
    double touch(List<Touched> touched) {
        Map<Integer, Touched> own = new LinkedHashMap<>();
        long allBytes = 0;
        for (Touched each : touched) {
            if (each.place().equals(place)) {
                own.merge(each.buffer(), each, CacheContents::sum);
                allBytes += each.bytes();
            }
        }
        double cachedBytes = 0;
        for (Touched each : own.values()) {
            cachedBytes += cachedBytes(each, own, allBytes);
        }
        past.removeIf(before -> {
            Touched again = own.get(before.buffer());
            // A part leaves the whole where it is, and the whole the parts: the rest of either may come again.
            return again != null && common(before, again) >= SAME && common(again, before) >= SAME;
        });
        past.addAll(own.values());
        forget();
        return allBytes == 0 ? 0 : Math.min(1, cachedBytes / allBytes);
    }

    private static Touched sum(Touched one, Touched other) {
        return new Touched(one.place(), one.buffer(), one.bytes() + other.bytes());
    }

    private double cachedBytes(Touched now, Map<Integer, Touched> own, long allBytes) {
        double sought = 1;
        double cached = 0;
        double since = allBytes;
        for (int i = past.size() - 1; i >= 0 && sought > 0; i--) {
            Touched before = past.get(i);
            if (before.buffer() == now.buffer()) {
                double found = Math.min(sought, common(before, now));
                // Of more than fits, whichever part comes again, the rest has pushed it out.
                double distance = Math.max(since, (double) before.bytes());
                cached += found * StreamingHits.share(place, (long) distance, spec);
                sought -= found;
            }
            Touched again = own.get(before.buffer());
            since += before.bytes() * (again == null ? 1 : 1 - common(again, before));
        }
        return cached * now.bytes();
    }

    /** Returns the share of the second of two touches of a buffer that the first one touched too. */
    private static double common(Touched before, Touched now) {
        double most = Math.min(1, (double) before.bytes() / Math.max(1, now.bytes()));
        if (before.sample().isEmpty() || now.sample().isEmpty()) {
            return most;
        }
        List<Long> smallest = new ArrayList<>(before.sample());
        smallest.addAll(now.sample());
        // Of the smallest hashes of both together, as many as the smaller sample has, the share that is in both is that
        // of their sets.
        List<Long> ofBoth = smallest.stream()
                .sorted()
                .distinct()
                .limit(Math.min(before.sample().size(), now.sample().size()))
                .toList();
        double resemblance = (double) ofBoth.stream()
                        .filter(hash ->
                                before.sample().contains(hash) && now.sample().contains(hash))
                        .count()
                / ofBoth.size();
        double shared = resemblance / (1 + resemblance) * (before.bytes() + now.bytes());
        return Math.min(most, shared / Math.max(1, now.bytes()));
    }

    private void forget() {
        long bytes = 0;
        int first = past.size();
        while (first > 0 && bytes <= KEPT_SIZES * spec.effectiveBytes() && past.size() - first < MOST_KEPT) {
            bytes += past.get(--first).bytes();
        }
        past.subList(0, first).clear();
    }
}
