package dev.diptych.sim.machine;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Copy;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.op.Slice;
import dev.diptych.model.op.Write;
import dev.diptych.model.work.Access;
import dev.diptych.model.work.BlockClass;
import dev.diptych.model.work.Phase;
import dev.diptych.model.work.WorkProfile;
import dev.diptych.sim.work.KernelWork;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * What memories and caches hold, and so what launches do: the side of the machine that computes and knows no time.
 *
 * <p>GPUs that are simulated side by side ask from threads of their own, one at a time. In which order they come makes no difference: what two
 * of them touch at the same time and one of them changes makes them one island, which asks in the order of its events ({@link Couplings}).
 */
final class Contents {
    private final boolean isAlone;
    private final SimMemory memory;
    private final Profiles profiles;

    Contents(Platform platform, SortedMap<String, KernelWork> works, ProfileStore store) {
        Kernels kernels = new Kernels(platform, store.programs());
        this.isAlone = platform.gpus().size() == 1;
        this.memory = new SimMemory(platform, kernels);
        this.profiles = new Profiles(platform, works, store, kernels, memory);
    }

    synchronized Buffer allocate(Place place, long bytes) {
        return memory.allocate(place, bytes);
    }

    /** Checks that a launch's work can be found out, and loads its kernel's module. */
    synchronized void check(Launch launch, Gpu gpu) {
        profiles.check(launch, gpu);
    }

    /** Returns which arguments' memory a launch only reads. */
    synchronized Set<Integer> readOnlyArgs(Launch launch) {
        return profiles.readOnlyArgs(launch);
    }

    /**
     * Has a launch begin; returns what it does.
     *
     * @throws InputException when it goes to a place that none of its arguments names, and there are several GPUs
     */
    synchronized WorkProfile begin(SimOp op, Launch launch, GpuSpec spec) {
        WorkProfile profile = profiles.of(launch, op.gpu(), spec);
        if (!isAlone) {
            checkPlaces(op, launch, profile);
        }
        memory.happen(new Effect.Launched(launch, op.gpu(), profiles.readOnlyArgs(launch)));
        return profile;
    }

    /** Which GPUs can be simulated apart was decided when the launch was submitted. */
    private static void checkPlaces(SimOp op, Launch launch, WorkProfile profile) {
        Set<Place> named = op.places();
        for (BlockClass blocks : profile.classes()) {
            for (Phase phase : blocks.phases()) {
                for (Access access : phase.accesses()) {
                    if (!named.contains(access.place())) {
                        throw new InputException(
                                "kernel %s/%s on %s goes to the memory of %s, which none of its arguments names; give it a buffer there as an argument, too"
                                        .formatted(
                                                launch.kernel().module(),
                                                launch.kernel().entry(),
                                                op.gpu(),
                                                access.place()));
                    }
                }
            }
        }
    }

    /** Has a copy, a write or a read-back end. */
    synchronized void end(SimOp op) {
        if (op.op() instanceof Write write) {
            memory.happen(new Effect.Stored(write.bytes(), write.to()));
            profiles.touch(write.to());
        } else if (op.op() instanceof Copy copy) {
            memory.happen(new Effect.Copied(copy.from(), copy.to()));
            profiles.touch(copy.from());
            profiles.touch(copy.to());
        } else if (op.op() instanceof ReadBack readBack) {
            op.value = memory.readBack(readBack.from());
        }
    }

    /** Returns the slices that an operation may write. */
    List<Slice> writes(SimOp op) {
        if (op.op() instanceof Launch launch) {
            return new Effect.Launched(launch, op.gpu(), readOnlyArgs(launch)).writes();
        }
        if (op.op() instanceof Copy copy) {
            return List.of(copy.to());
        }
        return op.op() instanceof Write write ? List.of(write.to()) : List.of();
    }

    /** Forgets what is too much to keep; between two stretches of time, so that what is forgotten does not hang on who came first. */
    synchronized void trim() {
        memory.trim();
    }

    /** Returns how the work of launches was found out, for people. */
    synchronized String profileSummary() {
        return profiles.summary();
    }
}
