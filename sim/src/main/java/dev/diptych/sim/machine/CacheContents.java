package dev.diptych.sim.machine;

import dev.diptych.model.hw.CacheSpec;
import dev.diptych.model.hw.Place;
import dev.diptych.model.work.WorkProfile.Touched;
import dev.diptych.sim.work.StreamingHits;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the shared cache of a memory still holds of what earlier operations touched, by buffers. How much of a buffer is left depends on how many
 * bytes were touched since, its own included: reuse distance, in the steady state of {@link StreamingHits}.
 */
final class CacheContents {
    /** Buffers beyond so many times the cache's size hold nothing any more. */
    private static final int KEPT_SIZES = 4;

    private final Place place;
    private final CacheSpec spec;
    /** Bytes by buffer, least recently touched first. */
    private final LinkedHashMap<Integer, Long> recent = new LinkedHashMap<>();

    CacheContents(Place place, CacheSpec spec) {
        this.place = place;
        this.spec = spec;
    }

    /** Has an operation touch buffers; returns the share of the bytes that were there already. */
    double touch(List<Touched> touched) {
        Map<Integer, Long> own = new LinkedHashMap<>();
        for (Touched each : touched) {
            if (each.place().equals(place)) {
                own.merge(each.buffer(), each.bytes(), Long::sum);
            }
        }
        long allBytes = own.values().stream().mapToLong(Long::longValue).sum();
        double cachedBytes = allBytes == 0 ? 0 : cachedBytes(own, allBytes);
        own.forEach((buffer, bytes) -> {
            recent.remove(buffer);
            recent.put(buffer, bytes);
        });
        forget();
        return allBytes == 0 ? 0 : Math.min(1, cachedBytes / allBytes);
    }

    private double cachedBytes(Map<Integer, Long> own, long allBytes) {
        // From the least recently touched one on: how many bytes of other buffers came after each.
        Map<Integer, Long> after = new HashMap<>();
        long others = recent.entrySet().stream()
                .filter(entry -> !own.containsKey(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        for (Map.Entry<Integer, Long> entry : recent.entrySet()) {
            if (own.containsKey(entry.getKey())) {
                after.put(entry.getKey(), others);
            } else {
                others -= entry.getValue();
            }
        }
        double cached = 0;
        for (Map.Entry<Integer, Long> entry : own.entrySet()) {
            Long since = after.get(entry.getKey());
            if (since != null) {
                long before = recent.getOrDefault(entry.getKey(), 0L);
                cached += Math.min(before, entry.getValue()) * StreamingHits.share(place, since + allBytes, spec);
            }
        }
        return cached;
    }

    private void forget() {
        long bytes = recent.values().stream().mapToLong(Long::longValue).sum();
        var oldest = recent.entrySet().iterator();
        while (bytes > KEPT_SIZES * spec.effectiveBytes() && recent.size() > 1) {
            bytes -= oldest.next().getValue();
            oldest.remove();
        }
    }
}
