package dev.diptych.systems.embedding;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.placement.Hotness;
import dev.diptych.model.placement.HotnessFile;
import dev.diptych.model.placement.Placement;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.PlacementSolver;
import dev.diptych.model.placement.SolveLimits;
import dev.diptych.model.placement.cost.CalibratedCosts;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.run.Program;
import dev.diptych.model.run.SystemPlugin;
import java.util.Collections;
import java.util.List;

/** An embedding cache over all GPUs of a platform, each of which looks up a batch of keys at each request, all at the same time. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SystemPlugin.class)
public final class Embedding implements SystemPlugin<Embedding.Settings> {
    /** How rows are brought together. */
    public enum Extraction {
        /** Queues by source, each served by multiprocessors of its own. */
        FACTORED,
        /** One kernel that reads each row from wherever it lies. */
        MIXED,
        /** Messages between GPUs: none reads another's memory. */
        EXCHANGE
    }

    /**
     * The table, what is read of it, and where it lies.
     *
     * @param entries of the table, a power of two
     * @param sparseKeys whether keys are any 64-bit numbers instead of those below {@code entries}
     * @param keys that each GPU looks up at a request
     * @param batches of keys that each GPU has, taken in turn
     * @param zipfExponent of how often entries are read; 0 for all alike
     * @param hotness a file of histograms, {@code FILE} or {@code FILE#NAME}, that says how often entries are read, instead of the exponent; empty for none.
     *     No key then comes twice in a batch, and entries of the table beyond the histogram's are not read
     * @param hotnessScale how many entries of the histogram one of the table stands for
     * @param cacheRatio the part of the entries that are read that a GPU has room for
     * @param policy the placement solver
     * @param hostSms multiprocessors of each GPU for rows of the host's memory, in factored extraction; 0 for as many as the link takes
     * @param peerSms likewise for rows of each other GPU
     * @param regionBytes of the host's table, which factored extraction reads one after the other
     * @param checkEvery after so many requests, every row that one brought is compared with what it should be; 0 for never
     */
    public record Settings(
            long entries,
            int rowBytes,
            boolean sparseKeys,
            int keys,
            int batches,
            double zipfExponent,
            String hotness,
            long hotnessScale,
            double cacheRatio,
            String policy,
            Extraction extraction,
            int hostSms,
            int peerSms,
            long regionBytes,
            int checkEvery) {}

    @Override
    public String name() {
        return "embedding";
    }

    @Override
    public String summary() {
        return "an embedding cache over all GPUs, which look up a batch of keys each";
    }

    @Override
    public Settings defaults() {
        return new Settings(
                1 << 20,
                512,
                false,
                1 << 16,
                4,
                1.0,
                "",
                1,
                0.1,
                "symmetric",
                Extraction.FACTORED,
                0,
                0,
                FactoredExtractor.REGION_BYTES,
                0);
    }

    @Override
    public Program program(Settings settings) {
        EmbeddingTable table = new EmbeddingTable(settings.entries(), settings.rowBytes(), settings.sparseKeys(), 1);
        atLeast(1, "keys", settings.keys());
        atLeast(1, "batches", settings.batches());
        atLeast(0, "hostSms", settings.hostSms());
        atLeast(0, "peerSms", settings.peerSms());
        atLeast(0, "checkEvery", settings.checkEvery());
        if (settings.regionBytes() < 1) {
            throw new InputException("setting 'regionBytes' should be at least 1, but is " + settings.regionBytes());
        }
        if (!(settings.zipfExponent() >= 0 && settings.zipfExponent() < 10)) {
            throw new InputException(
                    "setting 'zipfExponent' should be from 0 up to 10, but is " + settings.zipfExponent());
        }
        if (!(settings.cacheRatio() >= 0 && settings.cacheRatio() <= 1)) {
            throw new InputException("setting 'cacheRatio' should be from 0 to 1, but is " + settings.cacheRatio());
        }
        if (settings.hotnessScale() < 1) {
            throw new InputException("setting 'hotnessScale' should be at least 1, but is " + settings.hotnessScale());
        }
        Reads reads = reads(settings);
        PlacementSolver<?> solver = Plugins.find(PlacementSolver.class, "placement policy", settings.policy());
        return host -> {
            Placement placement = placement(host.platform(), table, reads, settings, solver);
            return new ExtractionRequests(host, new EmbeddingCache(host, table, placement), table, reads, settings);
        };
    }

    private static Reads reads(Settings settings) {
        if (settings.hotness().isEmpty()) {
            return new ZipfReads(settings.entries(), settings.zipfExponent());
        }
        HistogramReads reads =
                HistogramReads.of(HotnessFile.read(settings.hotness()).hotness(), settings.hotnessScale());
        if (reads.entries() > settings.entries()) {
            throw new InputException("setting 'entries' is %d, but hotness '%s' has %d for each %d"
                    .formatted(settings.entries(), settings.hotness(), reads.entries(), settings.hotnessScale()));
        }
        return reads;
    }

    private static <S extends Record> Placement placement(
            Platform platform, EmbeddingTable table, Reads reads, Settings settings, PlacementSolver<S> solver) {
        CalibratedCosts costs = new CalibratedCosts();
        Hotness hotness = reads.hotness("zipf", settings.keys());
        List<Long> capacity =
                Collections.nCopies(platform.gpus().size(), (long) (settings.cacheRatio() * reads.entries()));
        CalibratedCosts.Settings defaults = costs.defaults();
        PlacementProblem problem = costs.problem(platform, hotness, table.rowBytes(), capacity, defaults);
        return solver.solve(problem, SolveLimits.DEFAULT, solver.defaults()).placement();
    }

    private static void atLeast(int least, String name, int value) {
        if (value < least) {
            throw new InputException("setting '%s' should be at least %d, but is %d".formatted(name, least, value));
        }
    }
}
