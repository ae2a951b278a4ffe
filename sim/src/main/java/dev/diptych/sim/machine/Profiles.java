package dev.diptych.sim.machine;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Slice;
import dev.diptych.model.work.WorkProfile;
import dev.diptych.sim.ptx.PtxKernel;
import dev.diptych.sim.ptx.PtxLaunch;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.work.ExecutedWork;
import dev.diptych.sim.work.KernelWork;
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
    /** Beyond so many, all are forgotten; a program that launches something new each time gains nothing from them. */
    private static final int MOST = 4096;

    /** One launch on one GPU. */
    private record Key(Launch launch, Gpu gpu) {}

    /** A profile, and the versions of the buffers that it depends on. */
    private record Known(WorkProfile profile, Map<Buffer, Long> versions) {}

    private final SortedMap<String, KernelWork> works;
    private final Kernels kernels;
    private final SimMemory memory;
    private final Map<Key, Known> known = new HashMap<>();
    private long closedForms;
    private long executed;
    private long sampled;

    Profiles(SortedMap<String, KernelWork> works, Kernels kernels, SimMemory memory) {
        this.works = works;
        this.kernels = kernels;
        this.memory = memory;
    }

    /**
     * Checks that a launch's work can be found out.
     *
     * @throws InputException when nobody knows the kernel, or its PTX has other parameters
     */
    void check(Launch launch) {
        Optional<PtxKernel> kernel = kernels.find(launch.kernel());
        if (kernel.isPresent()) {
            kernels.check(kernel.get(), launch, memory);
        } else if (work(launch) == null) {
            throw new InputException("no kernel is named '%s/%s'; a kernel needs PTX, or one of the work models %s"
                    .formatted(launch.kernel().module(), launch.kernel().entry(), String.join(", ", works.keySet())));
        }
    }

    @Nullable
    KernelWork work(Launch launch) {
        return works.get(launch.kernel().module() + "/" + launch.kernel().entry());
    }

    WorkProfile of(Launch launch, Gpu gpu, GpuSpec spec) {
        Key key = new Key(launch, gpu);
        Known found = known.get(key);
        if (found == null || isStale(found)) {
            if (known.size() >= MOST) {
                known.clear();
            }
            found = findOut(launch, gpu, spec);
            known.put(key, found);
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

    /** Returns the indices of the arguments whose memory a launch certainly does not write. */
    Set<Integer> readOnlyArgs(Launch launch) {
        KernelWork work = work(launch);
        if (work != null) {
            return work.readOnlyArgs();
        }
        return kernels.find(launch.kernel())
                .map(kernel -> IntStream.range(0, launch.args().size())
                        .filter(index -> !kernel.parameterUse().written().contains(index))
                        .boxed()
                        .collect(Collectors.toSet()))
                .orElse(Set.of());
    }

    private Known findOut(Launch launch, Gpu gpu, GpuSpec spec) {
        Map<Buffer, Long> versions = new LinkedHashMap<>();
        KernelWork work = work(launch);
        if (work != null
                && (work.covers(launch) || kernels.find(launch.kernel()).isEmpty())) {
            closedForms++;
            WorkProfile profile = work.profile(launch, spec, slice -> {
                versions.put(slice.buffer(), memory.versionOf(slice.buffer()));
                return memory.read(slice);
            });
            return new Known(profile, versions);
        }
        PtxKernel kernel = kernels.find(launch.kernel())
                .orElseThrow(() -> new IllegalStateException("%s was not checked".formatted(launch.kernel())));
        PtxLaunch ptx = kernels.launch(kernel, launch, memory);
        GlobalMemory seen = memory.asItIs();
        if (kernel.dependsOnData()) {
            List<Slice> slices = kernel.parameterUse().deciding().stream()
                    .sorted()
                    .filter(index -> launch.args().get(index) instanceof Arg.Address)
                    .map(index -> ((Arg.Address) launch.args().get(index)).slice())
                    .toList();
            seen = memory.upToDate(slices);
            slices.forEach(slice -> versions.put(slice.buffer(), memory.versionOf(slice.buffer())));
        }
        int blocksPerSm = Footprint.of(launch, spec.sm()).blocksPerSm(spec.sm());
        WorkProfile profile = ExecutedWork.profile(ptx, gpu, spec, seen, blocksPerSm);
        executed++;
        sampled += profile.executedBlocks() < profile.blocks() ? 1 : 0;
        return new Known(profile, versions);
    }

    /** Returns how the profiles came about, for people. */
    String summary() {
        return "%d in closed form, %d by execution, of which %d from a sample of the blocks"
                .formatted(closedForms, executed, sampled);
    }
}
