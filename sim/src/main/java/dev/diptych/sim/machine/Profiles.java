package dev.diptych.sim.machine;

import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.op.Launch;
import dev.diptych.model.work.WorkProfile;
import dev.diptych.sim.work.KernelWork;
import java.util.HashMap;
import java.util.Map;

/**
 * The work of launches, asked for once: a program that launches the same again over the same known bytes gets the same profile, and a gather's
 * takes sorting all its keys.
 */
final class Profiles {
    /** Beyond so many, all are forgotten; a program that launches something new each time gains nothing from them. */
    private static final int MOST = 4096;

    /** One launch on one kind of GPU. */
    private record Key(Launch launch, GpuSpec gpu) {}

    private final SimMemory memory;
    private final Map<Key, WorkProfile> profiles = new HashMap<>();
    private long version;

    Profiles(SimMemory memory) {
        this.memory = memory;
        this.version = memory.version();
    }

    WorkProfile of(Launch launch, GpuSpec gpu, KernelWork work) {
        if (version != memory.version() || profiles.size() >= MOST) {
            profiles.clear();
            version = memory.version();
        }
        return profiles.computeIfAbsent(new Key(launch, gpu), key -> work.profile(launch, gpu, memory));
    }
}
