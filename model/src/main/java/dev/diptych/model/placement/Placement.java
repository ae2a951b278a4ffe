package dev.diptych.model.placement;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;
import java.util.Arrays;
import java.util.List;

/**
 * Where entries lie, and from where each GPU reads them: the solution of a {@link PlacementProblem}. The host has every entry.
 *
 * @param classes together all entries of all levels; several classes of a level split it, in this order, into entries that are told apart
 *     by nothing but their place
 */
public record Placement(int gpus, List<EntryClass> classes) {
    /**
     * Entries of one level with one fate.
     *
     * @param level its index in the problem
     * @param entries how many
     * @param storedBy bit {@code j} says whether GPU {@code j} stores them
     * @param sources of each GPU, from where it reads them: itself if it stores them, otherwise another GPU that does, or the host
     */
    public record EntryClass(int level, long entries, long storedBy, List<Place> sources) {
        public EntryClass {
            sources = List.copyOf(sources);
            if (level < 0 || entries < 1) {
                throw new IllegalArgumentException("a class of %d entries of level %d".formatted(entries, level));
            }
            if (storedBy >>> sources.size() != 0) {
                throw new IllegalArgumentException(
                        "a class is stored by a GPU beyond the %d that there are".formatted(sources.size()));
            }
            for (int gpu = 0; gpu < sources.size(); gpu++) {
                Place source = sources.get(gpu);
                if (source instanceof Gpu owner && !stores(storedBy, owner.index())) {
                    throw new IllegalArgumentException(
                            "entries of level %d are read from %s, which does not store them".formatted(level, source));
                }
                if (stores(storedBy, gpu) && !source.equals(new Gpu(gpu))) {
                    throw new IllegalArgumentException("entries of level %d are stored by %s, which reads them from %s"
                            .formatted(level, new Gpu(gpu), source));
                }
            }
        }

        /** Returns whether a GPU stores them. */
        public boolean isStoredBy(int gpu) {
            return stores(storedBy, gpu);
        }

        private static boolean stores(long storedBy, int gpu) {
            return gpu < Long.SIZE && (storedBy >>> gpu & 1) != 0;
        }
    }

    public Placement {
        classes = List.copyOf(classes);
        for (EntryClass one : classes) {
            if (one.sources().size() != gpus) {
                throw new IllegalArgumentException("a placement over %d GPUs has a class for %d"
                        .formatted(gpus, one.sources().size()));
            }
        }
    }

    /** Returns how many entries each GPU stores. */
    public long[] storedRows() {
        long[] rows = new long[gpus];
        for (EntryClass one : classes) {
            for (int gpu = 0; gpu < gpus; gpu++) {
                rows[gpu] += one.isStoredBy(gpu) ? one.entries() : 0;
            }
        }
        return rows;
    }

    /**
     * Checks that it solves a problem: it has all entries, exceeds no capacity, and reads only over ways that there are.
     *
     * @throws InputException when it does not
     */
    public void check(PlacementProblem problem) {
        if (gpus != problem.gpus()) {
            throw new InputException("the placement is for %d GPUs, but there are %d".formatted(gpus, problem.gpus()));
        }
        long[] entries = new long[problem.levels().size()];
        for (EntryClass one : classes) {
            if (one.level() >= entries.length) {
                throw new InputException("the placement has level %d, but there are %d, counted from 0"
                        .formatted(one.level(), entries.length));
            }
            entries[one.level()] += one.entries();
            for (int gpu = 0; gpu < gpus; gpu++) {
                Place source = one.sources().get(gpu);
                if (source instanceof Gpu peer
                        && peer.index() != gpu
                        && !problem.costs().gpus().get(gpu).reaches(peer.index())) {
                    throw new InputException("the placement lets %s read from %s, which it cannot reach"
                            .formatted(new Gpu(gpu), source));
                }
            }
        }
        for (int level = 0; level < entries.length; level++) {
            long there = problem.levels().get(level).entries();
            if (entries[level] != there) {
                throw new InputException("the placement has %d entries of level %d, but there are %d"
                        .formatted(entries[level], level, there));
            }
        }
        long[] stored = storedRows();
        for (int gpu = 0; gpu < gpus; gpu++) {
            if (stored[gpu] > problem.capacityRows().get(gpu)) {
                throw new InputException("the placement stores %d rows on %s, which has room for %d"
                        .formatted(
                                stored[gpu],
                                new Gpu(gpu),
                                problem.capacityRows().get(gpu)));
            }
        }
    }

    /**
     * Returns what it achieves.
     *
     * @throws InputException when it does not solve the problem, as {@link #check} says
     */
    public Outcome outcome(PlacementProblem problem) {
        check(problem);
        double[][] reads = new double[gpus][gpus + 1];
        double[] share = new double[3];
        double moved = 0;
        for (EntryClass one : classes) {
            PlacementProblem.Level level = problem.levels().get(one.level());
            moved += (double) one.entries() * Long.bitCount(one.storedBy() & ~level.storedBy());
            for (int gpu = 0; gpu < gpus; gpu++) {
                Place source = one.sources().get(gpu);
                double some = one.entries() * level.reads().get(gpu);
                reads[gpu][source instanceof Gpu peer ? peer.index() : gpus] += some;
                share[source == HostMemory.HOST ? 2 : source.equals(new Gpu(gpu)) ? 0 : 1] += some;
            }
        }
        double all = Arrays.stream(share).sum();
        Outcome.Share shares = all == 0
                ? new Outcome.Share(0, 0, 0)
                : new Outcome.Share(share[0] / all, share[1] / all, share[2] / all);
        return Outcome.of(problem, reads, shares, moved);
    }
}
