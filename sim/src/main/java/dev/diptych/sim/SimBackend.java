package dev.diptych.sim;

import dev.diptych.model.hw.Platform;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Backend;
import dev.diptych.model.run.BlockTrace;
import dev.diptych.model.run.LiveRequests;
import dev.diptych.model.run.Program;
import dev.diptych.sim.engine.Workers;
import dev.diptych.sim.machine.Machine;
import dev.diptych.sim.machine.ProfileStore;
import dev.diptych.sim.machine.RequestSource;
import dev.diptych.sim.work.KernelWork;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A simulated machine as a backend. It holds nothing that needs to be released. */
public final class SimBackend implements Backend {
    private final Platform platform;
    private final long seed;
    private final SimSettings settings;
    private final SortedMap<String, KernelWork> works = new TreeMap<>();
    private final SortedMap<String, String> facts = new TreeMap<>();
    private final ProfileStore store;
    private Optional<BlockTrace> blocks = Optional.empty();
    private boolean isUsed;

    /** @param works of the kernels that programs may launch */
    public SimBackend(Platform platform, long seed, SimSettings settings, List<KernelWork> works) {
        this(platform, seed, settings, works, new ProfileStore());
    }

    /** @param store where profiles may be known from an earlier run of the same program, and are kept for the next one */
    public SimBackend(Platform platform, long seed, SimSettings settings, List<KernelWork> works, ProfileStore store) {
        this.platform = platform;
        this.seed = seed;
        this.settings = settings;
        this.store = store;
        works.forEach(work -> this.works.put(work.name(), work));
    }

    @Override
    public void run(Program program, Iterable<Arrival> arrivals) {
        run(program, RequestSource.of(arrivals));
    }

    @Override
    public void serve(Program program, LiveRequests requests) {
        run(program, RequestSource.of(requests));
    }

    private void run(Program program, RequestSource requests) {
        if (isUsed) {
            throw new IllegalStateException("a backend runs one program; open another one for the next");
        }
        isUsed = true;
        boolean isTraced = settings.trace() == SimSettings.Trace.BLOCKS;
        int threads = Math.min(settings.threads(), platform.gpus().size());
        try (Workers workers = new Workers(threads)) {
            Machine machine = new Machine(
                    platform,
                    seed,
                    settings.deviceTimes(),
                    settings.hardwareQueues(),
                    works,
                    store,
                    settings.l2(),
                    isTraced,
                    requests,
                    workers);
            machine.run(program);
            blocks = machine.blocks();
            facts.put("eventHash", machine.eventHash());
            facts.put("profiles", machine.profileSummary());
            facts.put("events", Long.toString(machine.events()));
            facts.put("simulatedNanos", Long.toString(machine.simulatedNanos()));
        }
    }

    @Override
    public SortedMap<String, String> facts() {
        return Collections.unmodifiableSortedMap(facts);
    }

    @Override
    public Optional<BlockTrace> blocks() {
        return blocks;
    }

    @Override
    public void close() {}
}
