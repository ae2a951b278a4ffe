package dev.diptych.sim.machine;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Launch;
import dev.diptych.model.work.WorkProfile;
import dev.diptych.sim.work.SectorTrace;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Profiles, kept for the next run of the same program with the same seed on another platform. A closed form's holds for the same GPU; one that
 * was found by execution holds for all GPUs that differ in figures of time alone, which executing a kernel cannot see: {@link
 * GpuSpec#ofOneSm()}. Where such runs submit the same operations, and those that write one buffer are ordered by their stream, equal
 * versions of a buffer have equal contents. For one run at a time.
 */
public final class ProfileStore {
    private record Key(Launch launch, Gpu gpu, Record seen) {}

    /**
     * A profile.
     *
     * @param versions of the buffers that it was found out from
     * @param trace what all blocks touched, where that was kept
     */
    record Kept(
            WorkProfile profile,
            Map<Buffer, Long> versions,
            @Nullable SectorTrace trace) {
        Kept {
            versions = Map.copyOf(versions);
        }

        /** Returns how much memory its trace takes. */
        long traceBytes() {
            return trace == null ? 0 : trace.sizeBytes();
        }
    }

    /** Beyond so much, all that is kept for a GPU is forgotten, as it can be found out again. */
    static final long MOST_TRACE_BYTES = 1 << 28;

    private final Programs programs;

    /** By launch, then by the buffers that a profile depends on (nearly always the same ones), then by their versions. */
    private final Map<Key, Map<Set<Buffer>, Map<Map<Buffer, Long>, Kept>>> kept = new HashMap<>();

    private final Map<Gpu, Long> traceBytes = new HashMap<>();

    /** Returns an empty store for runs of one program. */
    public ProfileStore() {
        this(new Programs());
    }

    /** @param programs the modules that runs of this and other programs launch */
    public ProfileStore(Programs programs) {
        this.programs = programs;
    }

    Programs programs() {
        return programs;
    }

    /** @param seen of the platform by what made the profile */
    Optional<Kept> find(Launch launch, Gpu gpu, Record seen, ToLongFunction<Buffer> versionOf) {
        Map<Set<Buffer>, Map<Map<Buffer, Long>, Kept>> byBuffers =
                kept.getOrDefault(new Key(launch, gpu, seen), Map.of());
        for (Map.Entry<Set<Buffer>, Map<Map<Buffer, Long>, Kept>> entry : byBuffers.entrySet()) {
            Map<Buffer, Long> versions = new HashMap<>();
            entry.getKey().forEach(buffer -> versions.put(buffer, versionOf.applyAsLong(buffer)));
            Kept found = entry.getValue().get(versions);
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    void keep(Launch launch, Gpu gpu, Record seen, Kept profile) {
        if (traceBytes.merge(gpu, profile.traceBytes(), Long::sum) > MOST_TRACE_BYTES) {
            kept.keySet().removeIf(key -> key.gpu().equals(gpu));
            traceBytes.put(gpu, profile.traceBytes());
        }
        // In the order of their arrival, so that which one is found does not hang on hashes.
        kept.computeIfAbsent(new Key(launch, gpu, seen), added -> new LinkedHashMap<>())
                .computeIfAbsent(profile.versions().keySet(), added -> new HashMap<>())
                .put(profile.versions(), profile);
    }
}
