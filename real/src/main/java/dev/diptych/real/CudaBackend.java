package dev.diptych.real;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.model.InputException;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Backend;
import dev.diptych.model.run.DeviceTimes;
import dev.diptych.model.run.LiveRequests;
import dev.diptych.model.run.MachineStuck;
import dev.diptych.model.run.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * NVIDIA GPUs as a machine for one run. The thread that calls {@link #run} owns the GPUs' contexts meanwhile; nothing else runs.
 *
 * <p>GPU {@code i} of the platform is the driver's device {@code i}; {@code CUDA_VISIBLE_DEVICES} chooses others.
 */
final class CudaBackend implements Backend {
    private final Cuda cuda;
    private final Platform platform;
    private final long seed;
    private final CudaSettings settings;
    private final RunClock clock = new RunClock();
    private final List<CudaGpu> gpus = new ArrayList<>();
    private final SortedMap<String, String> facts = new TreeMap<>();
    private final KernelCatalog catalog;
    private final Staging staging;
    private final PeerLinks peers;
    private boolean hasRun;

    /**
     * Opens the GPUs of a platform.
     *
     * @throws InputException when there are too few, or what the platform or the settings ask for is not there
     */
    CudaBackend(Cuda cuda, Platform platform, long seed, CudaSettings settings) {
        this.cuda = cuda;
        this.platform = platform;
        this.seed = seed;
        this.settings = settings;
        int needed = platform.gpus().size();
        if (needed > cuda.deviceCount()) {
            throw new InputException(
                    "platform '%s' has %d GPUs, this machine shows %d: choose another platform, or look at %s"
                            .formatted(platform.name(), needed, cuda.deviceCount(), "CUDA_VISIBLE_DEVICES"));
        }
        try {
            this.catalog = KernelCatalog.load();
            for (int index = 0; index < needed; index++) {
                gpus.add(CudaGpu.open(cuda, index, catalog, settings, clock));
            }
            this.peers = PeerLinks.enable(cuda, gpus, platform);
            CudaGpu first = gpus.get(0);
            first.use();
            this.staging = new Staging(cuda, settings.stagingBytes(), first.cleanup());
        } catch (RuntimeException e) {
            closeAfter(e);
            throw e;
        }
    }

    private void closeAfter(RuntimeException failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void run(Program program, Iterable<Arrival> arrivals) {
        run(program, new Requests(arrivals));
    }

    @Override
    public void serve(Program program, LiveRequests requests) {
        run(program, new Requests(requests));
    }

    private void run(Program program, Requests requests) {
        if (hasRun) {
            throw new IllegalStateException("this backend has run its program; a second run takes a second backend");
        }
        hasRun = true;
        cuda.forgetCurrent();
        if (settings.rehearsalOps() > 0) {
            Requests rehearsed = new Requests(Rehearsal.arrivals(settings.rehearsalOps()));
            perform(new Rehearsal(catalog), rehearsed, new Teller(clock));
            gpus.forEach(CudaGpu::beginAnew);
            if (settings.deviceTimes() == DeviceTimes.NONE) {
                HostPace pace = new HostPace(Rehearsal.nothing(catalog));
                perform(pace, new Requests(List.of()), new Teller(clock));
                gpus.forEach(CudaGpu::beginAnew);
                facts.putAll(pace.facts());
            }
        }
        Teller teller = new Teller(clock);
        perform(program, requests, teller);
        facts.putAll(CudaFacts.of(cuda, platform, settings, gpus, peers, teller));
    }

    private void perform(Program program, Requests requests, Teller teller) {
        CudaMemory memory = new CudaMemory(cuda, platform, gpus);
        Submitter submitter = new Submitter(cuda, gpus, peers, memory, staging, clock);
        new CudaRun(platform, seed, gpus, memory, submitter, teller, clock, requests).run(program);
        gpus.forEach(CudaGpu::awaitIdle);
    }

    @Override
    public SortedMap<String, String> facts() {
        return new TreeMap<>(facts);
    }

    @Override
    public void close() {
        cuda.forgetCurrent();
        CudaGpu stuck = gpus.stream().filter(CudaGpu::isStuck).findFirst().orElse(null);
        if (stuck != null) {
            gpus.clear();
            // Whatever gives back a context or its memory waits for what runs there.
            throw new MachineStuck(
                    "gpu%d is still busy though its run is over, and will be free when this process has ended"
                            .formatted(stuck.properties().index()));
        }
        // All are idle before the first is closed: what one has freed, another could still write to.
        Cleanup steps = new Cleanup();
        gpus.forEach(gpu -> steps.later(gpu::close));
        gpus.forEach(gpu -> steps.later(gpu::awaitIdle));
        gpus.clear();
        steps.close();
    }
}
