package dev.diptych.systems.embedding.refresh;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.placement.PlacementSolver;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.random.Philox;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.Program;
import dev.diptych.model.run.SystemPlugin;
import dev.diptych.systems.embedding.EmbeddingTable;
import dev.diptych.systems.embedding.FactoredExtractor;
import dev.diptych.systems.embedding.hotness.RecordedReads;
import dev.diptych.systems.embedding.hotness.SparseIds;
import dev.diptych.systems.embedding.replacement.ReplacementPolicy;
import dev.diptych.systems.embedding.scenario.KeyStream;
import dev.diptych.systems.embedding.scenario.Scenario;
import dev.diptych.systems.embedding.scenario.Stationary;
import java.util.Collections;
import java.util.List;

/** An embedding cache over all GPUs of a platform while what is read changes, and whatever keeps the cache worth having. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SystemPlugin.class)
public final class EmbeddingDrift implements SystemPlugin<EmbeddingDrift.Settings> {
    /** What keeps the caches. */
    public enum Keeping {
        /** Rows stay where they were put at first. */
        NONE,
        /** Rows move when a placement solver says that it is worth it. */
        REFRESH,
        /** Each GPU's cache changes with each of its batches, by a replacement policy. */
        REPLACE
    }

    /**
     * The table, what is read of it, and what keeps the caches.
     *
     * @param keys that each GPU looks up at a request
     * @param zipfExponent of how often ranks are read; 0 for all alike
     * @param scenario how what is read changes
     * @param change when and how much
     * @param cacheRatio the part of the entries there at first that a GPU has room for
     * @param keeping what keeps the caches
     * @param replacement the policy, if caches are kept by one; they begin with the hottest rows of each GPU
     * @param recording what is known of the reads
     * @param refresh when and how rows move
     * @param regionBytes of the host's table, which extraction reads one after the other
     * @param checkEvery after so many requests, every row that one brought is compared with what it should be; 0 for never
     */
    public record Settings(
            Table table,
            int keys,
            double zipfExponent,
            String scenario,
            Scenario.Change change,
            double cacheRatio,
            Keeping keeping,
            String replacement,
            Recording recording,
            Refresh refresh,
            long regionBytes,
            int checkEvery) {}

    /**
     * A table.
     *
     * @param entries a power of two
     * @param sparseKeys whether keys are any 64-bit numbers instead of those below {@code entries}
     */
    public record Table(long entries, int rowBytes, boolean sparseKeys) {}

    /**
     * What the controller gets to know of the reads.
     *
     * @param presampledBatches recorded before the first request, from which the caches are filled
     * @param halfLivesBatches of each memory: after so many batches a read counts for half. The first one fills the caches
     * @param part of each batch's keys that is recorded: one in so many
     * @param mostUnknown keys of a GPU's batch that become known if they were not
     */
    public record Recording(int presampledBatches, List<Integer> halfLivesBatches, int part, int mostUnknown) {
        public Recording {
            halfLivesBatches = List.copyOf(halfLivesBatches);
        }
    }

    /**
     * When and how rows move.
     *
     * @param solver the placement policy
     * @param every batches between two looks
     * @param slack by which part of its time a batch has to take less before anything is done
     * @param horizonBatches that a gain is counted for
     * @param foregroundShare which part of a batch's time may go to moving rows
     * @param reserve the part of a GPU's cache that is kept free for rows that come before others have left
     * @param newcomers the part of a GPU's cache that is for entries which became known since the last refresh
     * @param admitReads that let such an entry in, of those that count
     * @param mostRows of one step of moving
     * @param faultChance how likely an operation of a refresh fails, which ends the refresh: to try what that leaves behind
     */
    public record Refresh(
            String solver,
            int every,
            double slack,
            long horizonBatches,
            double foregroundShare,
            double reserve,
            double newcomers,
            double admitReads,
            int mostRows,
            double faultChance) {}

    private static final int FAULT_SITE = 7;

    @Override
    public String name() {
        return "embedding-drift";
    }

    @Override
    public String summary() {
        return "an embedding cache over all GPUs while what is read changes";
    }

    @Override
    public Settings defaults() {
        return new Settings(
                new Table(1 << 18, 512, false),
                1 << 14,
                1.0,
                "stationary",
                new Scenario.Change(64, 64, 0.5),
                0.1,
                Keeping.REFRESH,
                "lru",
                new Recording(192, List.of(64, 24, 8), 1, 256),
                new Refresh("symmetric", 8, 0.02, 256, 0.05, 0.02, 0.02, 2, 4096, 0),
                FactoredExtractor.REGION_BYTES,
                0);
    }

    @Override
    public Program program(Settings settings) {
        return program(settings, new Journal());
    }

    /** Returns a program that also writes a journal. */
    public Program program(Settings settings, Journal journal) {
        check(settings);
        Scenario scenario = Plugins.find(Scenario.class, "scenario", settings.scenario());
        boolean isReplaced = settings.keeping() == Keeping.REPLACE;
        PlacementSolver<?> solver = Plugins.find(
                PlacementSolver.class,
                "placement policy",
                isReplaced ? "replication" : settings.refresh().solver());
        ReplacementPolicy replacement =
                Plugins.find(ReplacementPolicy.class, "replacement policy", settings.replacement());
        return host -> start(host, settings, scenario, solver, replacement, journal);
    }

    private static Controller start(
            Host host,
            Settings settings,
            Scenario scenario,
            PlacementSolver<?> solver,
            ReplacementPolicy replacement,
            Journal journal) {
        Table shape = settings.table();
        EmbeddingTable table = new EmbeddingTable(shape.entries(), shape.rowBytes(), shape.sparseKeys(), 1);
        int gpus = host.platform().gpus().size();
        KeyStream stream = stream(settings, scenario, host.seed(), gpus);
        long live = stream.ranking().born();
        long capacity = (long) (settings.cacheRatio() * live);
        boolean isRefreshed = settings.keeping() == Keeping.REFRESH;
        long spare = isRefreshed ? part(settings.refresh().reserve(), capacity) : 0;
        long overflow = isRefreshed ? part(settings.refresh().newcomers(), capacity) : 0;
        List<Long> placed = Collections.nCopies(gpus, Math.max(0, capacity - spare - overflow));
        LiveCache cache = new LiveCache(host, table, Collections.nCopies(gpus, capacity));
        Residency residency = new Residency(Collections.nCopies(gpus, capacity));
        EmbeddingTable.Names names = table.names();
        for (int entry = 0; entry < live; entry++) {
            residency.add(names.key(entry), names.row(entry));
        }
        for (int gpu = 0; gpu < gpus; gpu++) {
            Gpu on = new Gpu(gpu);
            cache.setUp(gpu, live).forEach(op -> host.submit(on, 0, Host.NO_REQUEST, op));
        }
        Fates fates = new Fates(gpus);
        Planner planner = new Planner(host.platform(), table.rowBytes(), placed, settings.keys(), solver, fates);
        Grace grace = new Grace();
        // Filling is not a refresh: the first operation that may fail comes after it.
        long[] submitted = {-1};
        double chance = settings.refresh().faultChance();
        Mover mover = new Mover(
                host,
                cache,
                residency,
                fates,
                grace,
                () -> submitted[0] >= 0 && Philox.unit(host.seed(), FAULT_SITE, submitted[0]++) < chance,
                settings.refresh().mostRows());
        Recording recording = settings.recording();
        int recorded = settings.keys() / recording.part();
        RecordedReads reads = new RecordedReads(recording.halfLivesBatches().stream()
                .map(batches -> (double) batches * recorded * gpus)
                .toList());
        presample(reads, settings, host.seed(), gpus, names);
        EntryCounts counts = EntryCounts.of(reads.memories().get(0), residency);
        mover.fill(planner.plan(counts, planner.fates(residency), 0).fateOfEntry(), counts);
        submitted[0] = chance > 0 ? 0 : -1;
        Refresh refresh = settings.refresh();
        Upkeep upkeep = switch (settings.keeping()) {
            case NONE -> new Upkeep() {};
            case REPLACE -> new Replacing(host, cache, residency, replacement, counts, (int) capacity, settings.keys());
            case REFRESH ->
                new Refreshing(
                        new Refreshing.Rules(
                                refresh.every(), refresh.slack(), refresh.horizonBatches(), refresh.foregroundShare()),
                        reads,
                        residency,
                        planner,
                        mover,
                        new Admission(residency, cache, fates, (int) overflow, refresh.admitReads()),
                        journal);
        };
        return new DriftRequests(
                host,
                table,
                cache,
                residency,
                stream,
                grace,
                upkeep,
                journal,
                all(table),
                new DriftRequests.DriftShape(
                        settings.keys(),
                        recorded,
                        recording.mostUnknown(),
                        settings.regionBytes(),
                        settings.checkEvery()));
    }

    private static KeyStream stream(Settings settings, Scenario scenario, long seed, int gpus) {
        return new KeyStream(
                scenario,
                settings.change(),
                settings.table().entries(),
                settings.zipfExponent(),
                seed,
                gpus,
                settings.keys());
    }

    /** Records batches that come before the first, from the same entries: other draws, before any change. */
    private static void presample(
            RecordedReads reads, Settings settings, long seed, int gpus, EmbeddingTable.Names names) {
        Scenario scenario = Plugins.find(Scenario.class, "scenario", settings.scenario());
        double first = scenario.firstShare();
        Scenario still = new Stationary() {
            @Override
            public double firstShare() {
                return first;
            }
        };
        KeyStream before = stream(settings, still, ~seed, gpus);
        for (int batch = 0; batch < settings.recording().presampledBatches(); batch++) {
            for (int[] entries : before.next()) {
                long[] keys = new long[settings.keys() / settings.recording().part()];
                for (int i = 0; i < keys.length; i++) {
                    keys[i] = names.key(entries[i]);
                }
                reads.record(Bytes.ofLongs(keys));
            }
        }
        reads.turn();
    }

    /** Returns a part of a cache's rows, at least one if it has any. */
    private static long part(double part, long rows) {
        return part == 0 ? 0 : Math.min(rows, Math.max(1, (long) (part * rows)));
    }

    private static SparseIds all(EmbeddingTable table) {
        SparseIds keys = new SparseIds();
        EmbeddingTable.Names names = table.names();
        for (long entry = 0; entry < table.entries(); entry++) {
            keys.add(names.key(entry));
        }
        return keys;
    }

    private static void check(Settings settings) {
        Recording recording = settings.recording();
        Refresh refresh = settings.refresh();
        within("table.entries", (double) settings.table().entries(), 1, 1 << 28);
        within("keys", settings.keys(), 1, 1 << 26);
        within("zipfExponent", settings.zipfExponent(), 0, 10);
        within("change.every", (double) settings.change().every(), 1, (double) Long.MAX_VALUE);
        within("change.share", settings.change().share(), 0, 1);
        within("cacheRatio", settings.cacheRatio(), 0, 1);
        within("recording.presampledBatches", recording.presampledBatches(), 0, Integer.MAX_VALUE);
        within(
                "the number of recording.halfLivesBatches",
                recording.halfLivesBatches().size(),
                1,
                16);
        recording.halfLivesBatches().forEach(one -> within("recording.halfLivesBatches", one, 1, Integer.MAX_VALUE));
        within("recording.part", recording.part(), 1, settings.keys());
        within("recording.mostUnknown", recording.mostUnknown(), 0, settings.keys());
        within("refresh.every", refresh.every(), 1, Integer.MAX_VALUE);
        within("refresh.slack", refresh.slack(), 0, Double.MAX_VALUE);
        within("refresh.horizonBatches", (double) refresh.horizonBatches(), 1, (double) Long.MAX_VALUE);
        within("refresh.foregroundShare", refresh.foregroundShare(), 0, 1);
        within("refresh.reserve", refresh.reserve(), 0, 1);
        within("refresh.newcomers", refresh.newcomers(), 0, 1 - refresh.reserve());
        within("refresh.admitReads", refresh.admitReads(), 0, Double.MAX_VALUE);
        within("refresh.mostRows", refresh.mostRows(), 1, 1 << 24);
        within("refresh.faultChance", refresh.faultChance(), 0, 1);
        within("regionBytes", (double) settings.regionBytes(), 1, (double) Long.MAX_VALUE);
        within("checkEvery", settings.checkEvery(), 0, Integer.MAX_VALUE);
    }

    private static void within(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new InputException(
                    "setting '%s' should be from %s to %s, but is %s".formatted(name, least, most, value));
        }
    }
}
