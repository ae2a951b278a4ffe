package dev.diptych.sim.machine;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Link;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Trunk;
import dev.diptych.model.op.Slice;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which GPUs make a difference to each other, by the operations that are under way.
 *
 * <p>Bandwidth is shared by max-min fairness, which knows no delay: what one GPU draws from a channel changes what another one gets at once. So
 * GPUs that use one channel have to be simulated together, unless all of them at once could not fill it. The same holds for GPUs of
 * which one writes what another one reads.
 */
final class Couplings {
    /**
     * What an operation has to do with something that others may use, too.
     *
     * @param shared a GPU, the host's memory, a trunk or a buffer
     * @param capacity how much load leaves its users alone
     * @param source what the load comes over: a link's load counts once, however many operations use it
     */
    private record Claim(Object shared, double capacity, int gpu, Object source, double load) {}

    /** A load that no capacity covers. */
    private static final double ALL = Double.POSITIVE_INFINITY;

    private final Platform platform;
    /** How many operations under way make each claim. */
    private final Map<Claim, Integer> claims = new LinkedHashMap<>();

    private final Map<Integer, Set<Claim>> byOp = new HashMap<>();
    private boolean hasChanged;

    Couplings(Platform platform) {
        this.platform = platform;
    }

    /**
     * Adds an operation.
     *
     * @param written slices that it may write
     */
    void add(SimOp op, List<Slice> written) {
        Set<Place> places = op.places();
        if (places.equals(Set.of(op.gpu()))) {
            return;
        }
        Set<Claim> made = new LinkedHashSet<>();
        for (Place place : places) {
            if (place instanceof Gpu other && !other.equals(op.gpu())) {
                made.add(new Claim(other, 0, op.gpu().index(), op.gpu(), ALL));
                made.add(new Claim(other, 0, other.index(), other, 0));
            }
        }
        for (Link link : platform.links()) {
            if (uses(op, places, link)) {
                claim(op, link, made);
            }
        }
        if (!op.isLaunch() && op.from() == HostMemory.HOST && op.to() == HostMemory.HOST) {
            made.add(hostMemory(op, HostMemory.HOST, ALL));
        }
        op.slices().stream().filter(Couplings::isOnHost).forEach(slice -> made.add(buffer(op, slice, 0)));
        written.stream().filter(Couplings::isOnHost).forEach(slice -> made.add(buffer(op, slice, ALL)));
        byOp.put(op.id(), made);
        made.forEach(claim -> hasChanged |= claims.merge(claim, 1, Integer::sum) == 1);
    }

    /** Removes an operation that has ended. */
    void remove(SimOp op) {
        Set<Claim> made = byOp.remove(op.id());
        if (made != null) {
            made.forEach(claim -> hasChanged |=
                    claims.computeIfPresent(claim, (known, count) -> count == 1 ? null : count - 1) == null);
        }
    }

    /** A kernel may load and store; a copy goes one way. */
    private static boolean uses(SimOp op, Set<Place> places, Link link) {
        if (!op.isLaunch()) {
            return link.from().equals(op.from()) && link.to().equals(op.to());
        }
        return (link.from().equals(op.gpu()) && places.contains(link.to()))
                || (link.to().equals(op.gpu()) && places.contains(link.from()));
    }

    private void claim(SimOp op, Link link, Set<Claim> made) {
        double load = Math.max(link.kernelGigabytesPerSecond(), link.copyGigabytesPerSecond());
        if (link.from() == HostMemory.HOST || link.to() == HostMemory.HOST) {
            made.add(hostMemory(op, link, load));
        }
        for (Trunk trunk : platform.trunks()) {
            if (trunk.carries(link)) {
                double capacity = Math.min(trunk.kernelGigabytesPerSecond(), trunk.copyGigabytesPerSecond());
                made.add(new Claim(trunk, capacity, op.gpu().index(), link, load));
            }
        }
    }

    private Claim hostMemory(SimOp op, Object source, double load) {
        return new Claim(
                HostMemory.HOST,
                platform.host().memoryGigabytesPerSecond(),
                op.gpu().index(),
                source,
                load);
    }

    private static boolean isOnHost(Slice slice) {
        return slice.buffer().place() == HostMemory.HOST;
    }

    private static Claim buffer(SimOp op, Slice slice, double load) {
        return new Claim(slice.buffer(), 0, op.gpu().index(), op.gpu(), load);
    }

    /** Returns whether {@link #islands} may have changed since it was asked for last. */
    boolean haveChanged() {
        return hasChanged;
    }

    /** Returns the GPUs that have to be simulated together, each island and all of them in the order of indices. */
    List<BitSet> islands() {
        hasChanged = false;
        Map<Object, BitSet> users = new LinkedHashMap<>();
        Map<Object, Double> loads = new HashMap<>();
        List<BitSet> islands = new ArrayList<>();
        for (int gpu = 0; gpu < platform.gpus().size(); gpu++) {
            BitSet alone = new BitSet();
            alone.set(gpu);
            islands.add(alone);
        }
        for (Claim claim : claims.keySet()) {
            users.computeIfAbsent(claim.shared, absent -> new BitSet()).set(claim.gpu);
            if (loads.merge(claim.shared, claim.load, Double::sum) > claim.capacity) {
                join(islands, users.getOrDefault(claim.shared, new BitSet()));
            }
        }
        return islands;
    }

    /** Makes all islands with any of some GPUs one. */
    private static void join(List<BitSet> islands, BitSet together) {
        List<BitSet> joined =
                islands.stream().filter(island -> island.intersects(together)).toList();
        for (BitSet island : joined.subList(1, joined.size())) {
            joined.get(0).or(island);
            islands.remove(island);
        }
    }
}
