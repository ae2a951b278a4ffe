package dev.diptych.systems.embedding.policy;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;
import dev.diptych.model.placement.Placement;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.ReadCosts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Entries in the order of their reads, the hottest first, given away from the front: rank 0 goes first. What is left at the end is read from
 * the host.
 */
final class RankedEntries {
    /** GPUs that store parts of the same entries, and those that read them there. */
    @SuppressWarnings("ArrayRecordComponent") // Lives for one call.
    record Group(int[] owners, int[] readers) {}

    private final PlacementProblem problem;
    private final List<Integer> order;
    private final List<Placement.EntryClass> classes = new ArrayList<>();
    /** Where the next entry is: a position in {@code order}, and how many of that level are given away. */
    private int position;

    private long given;

    RankedEntries(PlacementProblem problem) {
        this.problem = problem;
        this.order = problem.hottestFirst();
    }

    /** Stores the next entries on each of some GPUs. */
    void replicate(long entries, long storedBy) {
        long left = entries;
        while (left > 0 && position < order.size()) {
            long some = Math.min(left, remaining());
            add(some, storedBy, sources(storedBy));
            left -= some;
            pass(some);
        }
    }

    /**
     * Deals the next entries out to some GPUs in turn: rank {@code r} of them goes to owner {@code r mod q}. Every GPU reads them there when it
     * reaches the owner, otherwise from the host.
     *
     * @param owners {@code q} of them
     */
    void deal(long entries, int[] owners) {
        int[] everyone = IntStream.range(0, problem.gpus()).toArray();
        deal(entries, List.of(new Group(owners, everyone)));
    }

    /**
     * Deals the next entries out to several groups at the same time: rank {@code r} goes to owner {@code r mod q} of each, and the readers of a
     * group read it from their own owner.
     *
     * @param groups with {@code q} owners each; together their readers are all GPUs
     */
    void deal(long entries, List<Group> groups) {
        int members = groups.get(0).owners.length;
        long left = entries;
        long dealt = 0;
        while (left > 0 && position < order.size()) {
            long some = Math.min(left, remaining());
            for (int turn = 0; turn < members && turn < some; turn++) {
                int member = (int) ((dealt + turn) % members);
                long own = (some - turn + members - 1) / members;
                add(own, stored(groups, member), sources(groups, member));
            }
            left -= some;
            dealt += some;
            pass(some);
        }
    }

    /** Returns the placement, with all that is left on the host alone. */
    Placement rest() {
        replicate(Long.MAX_VALUE, 0);
        return new Placement(problem.gpus(), classes);
    }

    private long remaining() {
        return problem.levels().get(order.get(position)).entries() - given;
    }

    private void pass(long entries) {
        given += entries;
        if (remaining() == 0) {
            position++;
            given = 0;
        }
    }

    private void add(long entries, long storedBy, List<Place> sources) {
        classes.add(new Placement.EntryClass(order.get(position), entries, storedBy, sources));
    }

    private static long stored(List<Group> groups, int member) {
        long storedBy = 0;
        for (Group group : groups) {
            storedBy |= 1L << group.owners[member];
        }
        return storedBy;
    }

    private List<Place> sources(List<Group> groups, int member) {
        Place[] sources = new Place[problem.gpus()];
        java.util.Arrays.fill(sources, HostMemory.HOST);
        for (Group group : groups) {
            for (int reader : group.readers) {
                sources[reader] = reachable(reader, group.owners[member]);
            }
        }
        return List.of(sources);
    }

    private Place reachable(int reader, int owner) {
        return reader == owner || problem.costs().gpus().get(reader).reaches(owner) ? new Gpu(owner) : HostMemory.HOST;
    }

    private List<Place> sources(long storedBy) {
        List<Place> sources = new ArrayList<>();
        for (int reader = 0; reader < problem.gpus(); reader++) {
            sources.add(cheapest(problem.costs().gpus().get(reader), reader, storedBy));
        }
        return sources;
    }

    /** Returns from where a GPU reads what some GPUs store: itself, otherwise the cheapest of those it reaches, the host if there is none. */
    static Place cheapest(ReadCosts.Reader costs, int reader, long storedBy) {
        if ((storedBy >>> reader & 1) != 0) {
            return new Gpu(reader);
        }
        Place best = HostMemory.HOST;
        double least = Double.POSITIVE_INFINITY;
        for (int owner = 0; owner < costs.peerCosts().size(); owner++) {
            if ((storedBy >>> owner & 1) != 0 && costs.peerCosts().get(owner) < least) {
                best = new Gpu(owner);
                least = costs.peerCosts().get(owner);
            }
        }
        return best;
    }
}
