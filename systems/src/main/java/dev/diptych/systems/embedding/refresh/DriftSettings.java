package dev.diptych.systems.embedding.refresh;

import dev.diptych.model.InputException;
import dev.diptych.systems.embedding.FactoredExtractor;
import dev.diptych.systems.embedding.scenario.Scenario;
import java.util.List;

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
public record DriftSettings(
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
        int checkEvery) {
    /** What an experiment file need not say. */
    public static final DriftSettings DEFAULT = new DriftSettings(
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

    /**
     * Checks that all settings are in their ranges.
     *
     * @throws InputException naming the first that is not
     */
    void check() {
        Recording recording = recording();
        Refresh refresh = refresh();
        within("table.entries", (double) table().entries(), 1, 1 << 28);
        within("keys", keys(), 1, 1 << 26);
        within("zipfExponent", zipfExponent(), 0, 10);
        within("change.every", (double) change().every(), 1, (double) Long.MAX_VALUE);
        within("change.share", change().share(), 0, 1);
        within("cacheRatio", cacheRatio(), 0, 1);
        within("recording.presampledBatches", recording.presampledBatches(), 0, Integer.MAX_VALUE);
        within(
                "the number of recording.halfLivesBatches",
                recording.halfLivesBatches().size(),
                1,
                16);
        recording.halfLivesBatches().forEach(one -> within("recording.halfLivesBatches", one, 1, Integer.MAX_VALUE));
        within("recording.part", recording.part(), 1, keys());
        within("recording.mostUnknown", recording.mostUnknown(), 0, keys());
        within("refresh.every", refresh.every(), 1, Integer.MAX_VALUE);
        within("refresh.slack", refresh.slack(), 0, Double.MAX_VALUE);
        within("refresh.horizonBatches", (double) refresh.horizonBatches(), 1, (double) Long.MAX_VALUE);
        within("refresh.foregroundShare", refresh.foregroundShare(), 0, 1);
        within("refresh.reserve", refresh.reserve(), 0, 1);
        within("refresh.newcomers", refresh.newcomers(), 0, 1 - refresh.reserve());
        within("refresh.admitReads", refresh.admitReads(), 0, Double.MAX_VALUE);
        within("refresh.mostRows", refresh.mostRows(), 1, 1 << 24);
        within("refresh.faultChance", refresh.faultChance(), 0, 1);
        within("regionBytes", (double) regionBytes(), 1, (double) Long.MAX_VALUE);
        within("checkEvery", checkEvery(), 0, Integer.MAX_VALUE);
    }

    private static void within(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new InputException(
                    "setting '%s' should be from %s to %s, but is %s".formatted(name, least, most, value));
        }
    }
}
