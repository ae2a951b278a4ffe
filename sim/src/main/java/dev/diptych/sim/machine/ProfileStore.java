package dev.diptych.sim.machine;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Launch;
import dev.diptych.model.work.WorkProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Profiles, kept for the next run of the same program with the same seed on another platform. A closed form's holds for the same GPU; one that
 * was found by execution holds for all GPUs that differ in figures of time alone, which executing a kernel cannot see: {@link
 * GpuSpec#ofOneSm()}. Where such runs submit the same operations, and those that write one buffer are ordered by their stream, equal
 * versions of a buffer have equal contents. For one run at a time.
 */
public final class ProfileStore {
    private record Key(Launch launch, Gpu gpu, GpuSpec seen) {}

    /** @param versions of the buffers that the profile was found out from */
    record Kept(WorkProfile profile, Map<Buffer, Long> versions) {
        Kept {
            versions = Map.copyOf(versions);
        }
    }

    private final Map<Key, List<Kept>> kept = new HashMap<>();

    /** @param seen of the GPU by what made the profile */
    Optional<Kept> find(Launch launch, Gpu gpu, GpuSpec seen, ToLongFunction<Buffer> versionOf) {
        return kept.getOrDefault(new Key(launch, gpu, seen), List.of()).stream()
                .filter(known -> known.versions().entrySet().stream()
                        .allMatch(version -> versionOf.applyAsLong(version.getKey()) == version.getValue()))
                .findFirst();
    }

    void keep(Launch launch, Gpu gpu, GpuSpec seen, Kept profile) {
        kept.computeIfAbsent(new Key(launch, gpu, seen), added -> new ArrayList<>())
                .add(profile);
    }
}
