package dev.diptych.systems.embedding.refresh;

import dev.diptych.systems.embedding.hotness.DecayedCounts;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Lets entries in that became known since the last refresh, into rows of each cache that the placement leaves free for them. One that was
 * read often enough of late gets a row on one GPU, where its peers read it too; when all such rows are taken, it gets that of the one that was read least,
 * if it was read more often (TinyLFU's rule). At a refresh, those that came in are entries like all others, and the rows are free for new ones.
 */
final class Admission {
    private final Residency residency;
    private final LiveCache cache;
    private final Fates fates;
    private final int rowsOfGpu;
    private final double leastReads;
    private final Set<Integer> watched = new LinkedHashSet<>();
    private final List<Set<Integer>> admitted = new ArrayList<>();
    private int nextGpu;

    /**
     * One that knows of no newcomers.
     *
     * @param rowsOfGpu for newcomers on each GPU
     * @param leastReads that let an entry in
     */
    Admission(Residency residency, LiveCache cache, Fates fates, int rowsOfGpu, double leastReads) {
        this.residency = residency;
        this.cache = cache;
        this.fates = fates;
        this.rowsOfGpu = rowsOfGpu;
        this.leastReads = leastReads;
        for (int gpu = 0; gpu < residency.gpus(); gpu++) {
            admitted.add(new LinkedHashSet<>());
        }
    }

    /** An entry has become known. */
    void introduced(int entry) {
        watched.add(entry);
    }

    /** All entries that are known have been placed. */
    void placed() {
        watched.clear();
        admitted.forEach(Set::clear);
    }

    /** Has rows brought for those that are read often. */
    void admit(DecayedCounts counts, Mover mover) {
        Iterator<Integer> each = watched.iterator();
        while (each.hasNext() && rowsOfGpu > 0) {
            int entry = each.next();
            double reads = counts.of(residency.key(entry));
            int gpu = nextGpu % residency.gpus();
            if (reads < leastReads) {
                continue;
            }
            Set<Integer> there = admitted.get(gpu);
            if (there.size() == rowsOfGpu) {
                int coldest = coldest(there, counts);
                if (counts.of(residency.key(coldest)) >= reads) {
                    continue;
                }
                there.remove(coldest);
                mover.want(coldest, fate(residency.gpus()));
            }
            there.add(entry);
            each.remove();
            mover.want(entry, fate(gpu));
            nextGpu++;
        }
    }

    private int coldest(Set<Integer> there, DecayedCounts counts) {
        int coldest = -1;
        double fewest = Double.POSITIVE_INFINITY;
        for (int entry : there) {
            double reads = counts.of(residency.key(entry));
            if (reads < fewest) {
                coldest = entry;
                fewest = reads;
            }
        }
        return coldest;
    }

    /** Returns the fate of an entry that one GPU stores, or none but the host. */
    private int fate(int owner) {
        long code = 0;
        for (int reader = 0; reader < residency.gpus(); reader++) {
            code = Fates.with(code, reader, cache.reaches(reader, owner) ? owner : residency.gpus());
        }
        return fates.of(code);
    }
}
