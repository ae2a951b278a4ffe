package dev.diptych.sim.machine;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Slice;
import dev.diptych.model.work.Footprint;
import dev.diptych.model.work.WorkProfile;
import dev.diptych.sim.ptx.PtxKernel;
import dev.diptych.sim.ptx.PtxLaunch;
import dev.diptych.sim.ptx.exec.ParameterUse;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.memory.Region;
import dev.diptych.sim.work.ExecutedWork;
import dev.diptych.sim.work.KernelWork;
import dev.diptych.sim.work.NoticeCost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

    private final Platform platform;
    private final SortedMap<String, KernelWork> works;
    private final ProfileStore store;
    private final Kernels kernels;
    private final SimMemory memory;
    private final boolean traces;
    private final SharedCaches caches;
    private final Map<Gpu, Map<Launch, ProfileStore.Kept>> known = new HashMap<>();
    /** Of traces that are known, replaced ones included. */
    private final Map<Gpu, Long> traceBytes = new HashMap<>();

    private long closedForms;
    private long executed;
    private long sampled;

    Profiles(
            Platform platform,
            SortedMap<String, KernelWork> works,
            ProfileStore store,
            Kernels kernels,
            SimMemory memory,
            L2Model l2) {
        this.caches = SharedCaches.of(l2, platform);
        this.traces = l2 != L2Model.FORMULA;
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
        KernelWork ofKernel =
                works.get(launch.kernel().module() + "/" + launch.kernel().entry());
        return ofKernel != null ? ofKernel : works.get(launch.kernel().module());
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
        ProfileStore.Kept kept = ofAny(launch, gpu, spec);
        int blocksPerSm = Footprint.of(launch, spec.sm()).sharing(launch.grid().count(), spec);
        WorkProfile work = caches.launch(kept.profile(), kept.trace(), blocksPerSm, spec.sms(), memory::bytesOf);
        return launch.blocksPerNotice() == 0
                ? work
                : NoticeCost.added(work, launch.blocksPerNotice(), kernels.loadsNotices(launch.kernel()), spec);
    }

    /** Has a copy touch a slice. */
    void touch(Slice slice) {
        caches.touch(
                new WorkProfile.Touched(slice.buffer().place(), slice.buffer().id(), slice.bytes()), memory::bytesOf);
    }

    private ProfileStore.Kept ofAny(Launch launch, Gpu gpu, GpuSpec spec) {
        Map<Launch, ProfileStore.Kept> onGpu = known.computeIfAbsent(gpu, absent -> new HashMap<>());
        ProfileStore.Kept found = onGpu.get(launch);
        if (found == null || isStale(found)) {
            found = findOut(launch, gpu, spec);
            if (onGpu.size() >= MOST
                    || traceBytes.merge(gpu, found.traceBytes(), Long::sum) > ProfileStore.MOST_TRACE_BYTES) {
                onGpu.clear();
                traceBytes.put(gpu, found.traceBytes());
            }
            onGpu.put(launch, found);
        }
        return found;
    }

    private boolean isStale(ProfileStore.Kept found) {
        for (Map.Entry<Buffer, Long> version : found.versions().entrySet()) {
            if (memory.versionOf(version.getKey()) != version.getValue()) {
                return true;
            }
        }
        return false;
    }

    private ProfileStore.Kept findOut(Launch launch, Gpu gpu, GpuSpec spec) {
        Map<Buffer, Long> versions = new LinkedHashMap<>();
        KernelWork work = work(launch);
        if (work != null
                && (work.covers(launch) || kernels.find(launch.kernel()).isEmpty())) {
            closedForms++;
            // A closed form may see figures of time: a spin's polls do.
            Record seen = work.seen(platform, gpu);
            Optional<ProfileStore.Kept> same = store.find(launch, gpu, seen, memory::versionOf);
            if (same.isPresent()) {
                return same.get();
            }
            WorkProfile profile = work.profile(launch, platform, gpu, slice -> {
                versions.put(slice.buffer(), memory.versionOf(slice.buffer()));
                return memory.read(slice);
            });
            ProfileStore.Kept closed = new ProfileStore.Kept(profile, versions, null);
            store.keep(launch, gpu, seen, closed);
            return closed;
        }
        // Executing sees one multiprocessor, so that a profile holds for all platforms that differ elsewhere.
        GpuSpec shape = spec.ofOneSm();
        Optional<ProfileStore.Kept> kept = store.find(launch, gpu, shape, memory::versionOf);
        if (kept.isPresent()) {
            count(kept.get().profile());
            return kept.get();
        }
        PtxKernel kernel = kernel(launch);
        PtxLaunch ptx = kernels.launch(kernel, launch, memory);
        GlobalMemory seen = memory.asItIs();
        // Of the arguments, those whose contents decide nothing: numbers that are only computed with.
        Set<Buffer> indifferent = new HashSet<>();
        if (kernel.dependsOnData()) {
            List<Slice> deciding = slices(launch, kernel, true);
            slices(launch, kernel, false).forEach(slice -> indifferent.add(slice.buffer()));
            deciding.forEach(slice -> indifferent.remove(slice.buffer()));
            seen = memory.upToDate(deciding);
        }
        int blocksPerSm = Footprint.of(launch, spec.sm()).sharing(launch.grid().count(), spec);
        ExecutedWork found = ExecutedWork.of(ptx, gpu, shape, seen, blocksPerSm, memory::idOf, traces);
        if (kernel.dependsOnData()) {
            for (Region region : found.loaded()) {
                memory.bufferOf(region)
                        .filter(buffer -> !indifferent.contains(buffer))
                        .ifPresent(buffer -> versions.put(buffer, memory.versionOf(buffer)));
            }
        }
        count(found.profile());
        ProfileStore.Kept executedNow = new ProfileStore.Kept(found.profile(), versions, found.trace());
        store.keep(launch, gpu, shape, executedNow);
        return executedNow;
    }

    /** Returns the memory of the arguments on whose contents it depends what a launch does, or that of all others. */
    private static List<Slice> slices(Launch launch, PtxKernel kernel, boolean decide) {
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i < launch.args().size(); i++) {
            if (launch.args().get(i) instanceof Arg.Address address
                    && kernel.use().dependsOn(i, argument -> isPointer(launch, argument)) == decide) {
                slices.add(address.slice());
            }
        }
        return slices;
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
