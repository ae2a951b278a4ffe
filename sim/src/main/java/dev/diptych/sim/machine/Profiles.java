package dev.diptych.sim.machine;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Slice;
import dev.diptych.model.work.WorkProfile;
import dev.diptych.sim.ptx.PtxKernel;
import dev.diptych.sim.ptx.PtxLaunch;
import dev.diptych.sim.ptx.exec.ParameterUse;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.memory.Region;
import dev.diptych.sim.work.ExecutedWork;
import dev.diptych.sim.work.KernelWork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The work of launches, found out once: in closed form where there is one, else by executing the kernel's PTX. A program that launches the
 * same again gets the same profile, as long as the buffers that it was found out from have not changed.
 */
final class Profiles {
    /** Beyond so many, all of a GPU's are forgotten; a program that launches something new each time gains nothing from them. */
    private static final int MOST = 4096;
    /** Cached shares are multiples of one over this. */
    private static final int SHARE_STEPS = 256;

    /** A profile, and the versions of the buffers that it depends on. */
    private record Known(WorkProfile profile, Map<Buffer, Long> versions) {}

    private final Platform platform;
    private final SortedMap<String, KernelWork> works;
    private final ProfileStore store;
    private final Kernels kernels;
    private final SimMemory memory;
    private final Map<Place, CacheContents> caches = new HashMap<>();
    private final Map<Gpu, Map<Launch, Known>> known = new HashMap<>();
    private long closedForms;
    private long executed;
    private long sampled;

    Profiles(
            Platform platform,
            SortedMap<String, KernelWork> works,
            ProfileStore store,
            Kernels kernels,
            SimMemory memory) {
        for (int i = 0; i < platform.gpus().size(); i++) {
            Gpu gpu = new Gpu(i);
            caches.put(gpu, new CacheContents(gpu, platform.spec(gpu).l2()));
        }
        this.platform = platform;
        this.works = works;
        this.store = store;
        this.kernels = kernels;
        this.memory = memory;
    }

    /**
     * Checks that a launch's work can be found out, and loads its kernel's module.
     *
     * @throws InputException when nobody knows the kernel, or its PTX has other parameters
     */
    void check(Launch launch, Gpu gpu) {
        Optional<PtxKernel> kernel = kernels.find(launch.kernel());
        if (kernel.isPresent()) {
            kernels.check(kernel.get(), launch, gpu, memory);
        } else if (work(launch) == null) {
            throw new InputException("no kernel is named '%s/%s'; a kernel needs PTX, or one of the work models %s"
                    .formatted(launch.kernel().module(), launch.kernel().entry(), String.join(", ", works.keySet())));
        }
    }

    @Nullable
    KernelWork work(Launch launch) {
        return works.get(launch.kernel().module() + "/" + launch.kernel().entry());
    }

    /** Returns the indices of the arguments whose memory a launch only reads. */
    Set<Integer> readOnlyArgs(Launch launch) {
        KernelWork work = work(launch);
        if (work != null) {
            return work.readOnlyArgs();
        }
        ParameterUse use = kernel(launch).use();
        return IntStream.range(0, launch.args().size())
                .filter(i -> !use.writes(i, argument -> isPointer(launch, argument)))
                .boxed()
                .collect(Collectors.toUnmodifiableSet());
    }

    private PtxKernel kernel(Launch launch) {
        return kernels.find(launch.kernel())
                .orElseThrow(() -> new IllegalStateException("%s was not checked".formatted(launch.kernel())));
    }

    private static boolean isPointer(Launch launch, int argument) {
        return argument < launch.args().size() && launch.args().get(argument) instanceof Arg.Address;
    }

    /** Returns what a launch does, given what the launches before it left in the shared caches. */
    WorkProfile of(Launch launch, Gpu gpu, GpuSpec spec) {
        WorkProfile profile = ofAny(launch, gpu, spec);
        Map<Place, Double> shares = new HashMap<>();
        for (WorkProfile.Touched touched : profile.touched()) {
            shares.computeIfAbsent(touched.place(), place -> cachedShare(place, profile));
        }
        return profile.startingWith(place -> shares.getOrDefault(place, 0.0));
    }

    /** Rounded, so that launches that do nearly the same have equal phases. */
    private double cachedShare(Place place, WorkProfile profile) {
        CacheContents contents = caches.get(place);
        return contents == null ? 0 : Math.rint(contents.touch(profile.touched()) * SHARE_STEPS) / SHARE_STEPS;
    }

    /** Has a copy touch a slice. */
    void touch(Slice slice) {
        CacheContents contents = caches.get(slice.buffer().place());
        if (contents != null) {
            contents.touch(List.of(new WorkProfile.Touched(
                    slice.buffer().place(), slice.buffer().id(), slice.bytes())));
        }
    }

    private WorkProfile ofAny(Launch launch, Gpu gpu, GpuSpec spec) {
        Map<Launch, Known> onGpu = known.computeIfAbsent(gpu, absent -> new HashMap<>());
        Known found = onGpu.get(launch);
        if (found == null || isStale(found)) {
            if (onGpu.size() >= MOST) {
                onGpu.clear();
            }
            found = findOut(launch, gpu, spec);
            onGpu.put(launch, found);
        }
        return found.profile();
    }

    private boolean isStale(Known found) {
        for (Map.Entry<Buffer, Long> version : found.versions().entrySet()) {
            if (memory.versionOf(version.getKey()) != version.getValue()) {
                return true;
            }
        }
        return false;
    }

    private Known findOut(Launch launch, Gpu gpu, GpuSpec spec) {
        Map<Buffer, Long> versions = new LinkedHashMap<>();
        KernelWork work = work(launch);
        if (work != null
                && (work.covers(launch) || kernels.find(launch.kernel()).isEmpty())) {
            closedForms++;
            // A closed form may see figures of time: a spin's polls do.
            Record seen = work.seen(platform, gpu);
            Optional<ProfileStore.Kept> same = store.find(launch, gpu, seen, memory::versionOf);
            if (same.isPresent()) {
                return new Known(same.get().profile(), same.get().versions());
            }
            WorkProfile profile = work.profile(launch, platform, gpu, slice -> {
                versions.put(slice.buffer(), memory.versionOf(slice.buffer()));
                return memory.read(slice);
            });
            store.keep(launch, gpu, seen, new ProfileStore.Kept(profile, versions));
            return new Known(profile, versions);
        }
        // Executing sees one multiprocessor, so that a profile holds for all platforms that differ elsewhere.
        GpuSpec shape = spec.ofOneSm();
        Optional<ProfileStore.Kept> kept = store.find(launch, gpu, shape, memory::versionOf);
        if (kept.isPresent()) {
            count(kept.get().profile());
            return new Known(kept.get().profile(), kept.get().versions());
        }
        PtxKernel kernel = kernel(launch);
        PtxLaunch ptx = kernels.launch(kernel, launch, memory);
        GlobalMemory seen = memory.asItIs();
        if (kernel.dependsOnData()) {
            List<Slice> slices = new ArrayList<>();
            for (int i = 0; i < launch.args().size(); i++) {
                if (launch.args().get(i) instanceof Arg.Address address
                        && kernel.use().dependsOn(i, argument -> isPointer(launch, argument))) {
                    slices.add(address.slice());
                }
            }
            seen = memory.upToDate(slices);
        }
        int blocksPerSm = Footprint.of(launch, spec.sm()).sharing(launch.grid().count(), spec);
        ExecutedWork found = ExecutedWork.of(ptx, gpu, shape, seen, blocksPerSm, memory::idOf);
        if (kernel.dependsOnData()) {
            for (Region region : found.loaded()) {
                memory.bufferOf(region).ifPresent(buffer -> versions.put(buffer, memory.versionOf(buffer)));
            }
        }
        count(found.profile());
        store.keep(launch, gpu, shape, new ProfileStore.Kept(found.profile(), versions));
        return new Known(found.profile(), versions);
    }

    private void count(WorkProfile profile) {
        executed++;
        sampled += profile.executedBlocks() < profile.blocks() ? 1 : 0;
    }

    /** Returns how the profiles came about, for people. */
    String summary() {
        return "%d in closed form, %d by execution, of which %d from a sample of the blocks"
                .formatted(closedForms, executed, sampled);
    }
}
