package dev.diptych.systems.embedding.refresh;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.placement.PlacementSolver;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.random.Philox;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.Program;
import dev.diptych.systems.embedding.EmbeddingTable;
import dev.diptych.systems.embedding.hotness.RecordedReads;
import dev.diptych.systems.embedding.hotness.SparseIds;
import dev.diptych.systems.embedding.replacement.ReplacementPolicy;
import dev.diptych.systems.embedding.scenario.KeyStream;
import dev.diptych.systems.embedding.scenario.Scenario;
import java.util.Collections;
import java.util.List;

/** An embedding cache while what is read changes, ready to run: caches filled from presampled reads, and what keeps them. */
public final class DriftProgram {
    private static final int FAULT_SITE = 7;
    private static final Scenario.Change NEVER = new Scenario.Change(Long.MAX_VALUE, 1, 0);

    private DriftProgram() {}

    /** Returns a program that also writes a journal. */
    public static Program of(DriftSettings settings, Journal journal) {
        settings.check();
        Scenario scenario = Plugins.find(Scenario.class, "scenario", settings.scenario());
        boolean isReplaced = settings.keeping() == DriftSettings.Keeping.REPLACE;
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
            DriftSettings settings,
            Scenario scenario,
            PlacementSolver<?> solver,
            ReplacementPolicy replacement,
            Journal journal) {
        DriftSettings.Table shape = settings.table();
        EmbeddingTable table = new EmbeddingTable(shape.entries(), shape.rowBytes(), shape.sparseKeys(), 1);
        int gpus = host.platform().gpus().size();
        KeyStream stream = stream(settings, scenario, settings.change(), host.seed(), gpus);
        long live = stream.ranking().born();
        long capacity = (long) (settings.cacheRatio() * live);
        boolean isRefreshed = settings.keeping() == DriftSettings.Keeping.REFRESH;
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
        DriftSettings.Recording recording = settings.recording();
        int recorded = settings.keys() / recording.part();
        RecordedReads reads = new RecordedReads(recording.halfLivesBatches().stream()
                .map(batches -> (double) batches * recorded * gpus)
                .toList());
        presample(reads, settings, host.seed(), gpus, names);
        EntryCounts counts = EntryCounts.of(reads.memories().get(0), residency);
        mover.fill(planner.plan(counts, planner.fates(residency), 0).fateOfEntry(), counts);
        submitted[0] = chance > 0 ? 0 : -1;
        DriftSettings.Refresh refresh = settings.refresh();
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

    private static KeyStream stream(
            DriftSettings settings, Scenario scenario, Scenario.Change change, long seed, int gpus) {
        return new KeyStream(
                scenario, change, settings.table().entries(), settings.zipfExponent(), seed, gpus, settings.keys());
    }

    /** Records batches that come before the first, from the same entries: other draws, before any change. */
    private static void presample(
            RecordedReads reads, DriftSettings settings, long seed, int gpus, EmbeddingTable.Names names) {
        Scenario scenario = Plugins.find(Scenario.class, "scenario", settings.scenario());
        KeyStream before = stream(settings, scenario, NEVER, ~seed, gpus);
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
}
