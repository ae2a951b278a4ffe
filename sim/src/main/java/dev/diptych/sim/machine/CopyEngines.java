package dev.diptych.sim.machine;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;
import dev.diptych.model.run.StreamEntry;
import dev.diptych.sim.engine.EventQueue;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The copy engines of one GPU: so many for each direction, each direction first in first out.
 *
 * <p>The signal behind a copy waits for an idle engine, and so for all copies of other streams that the engine was given before the copy
 * ended. Streams that copy in, compute and copy out in turn thus fall into step and overlap far less than one copy at a time would let
 * them ({@code traces/data/micro-launch/*-pipe-*}).
 */
final class CopyEngines {
    /** So many flows are kept for copies to come; those of other sizes are forgotten when the copy has ended. */
    private static final int KEPT = 1024;

    private enum Direction {
        FROM_HOST,
        TO_HOST,
        PEER,
        INSIDE
    }

    private record Route(Place from, Place to, long bytes) {}

    private static final class Engines {
        private final ArrayDeque<SimOp> waiting = new ArrayDeque<>();
        private int free;

        Engines(int free) {
            this.free = free;
        }
    }

    private final EventQueue events;
    private final Topology topology;
    private final Crowds crowds;
    private final Consumer<SimOp> whenDrained;
    private final Map<Direction, Engines> byDirection = new EnumMap<>(Direction.class);
    private final Map<Route, Flow> flows = new HashMap<>();

    /** @param whenDrained is told when the engine of a copy that has ended has done all that it had before */
    CopyEngines(int perDirection, EventQueue events, Topology topology, Crowds crowds, Consumer<SimOp> whenDrained) {
        this.whenDrained = whenDrained;
        this.events = events;
        this.topology = topology;
        this.crowds = crowds;
        for (Direction direction : Direction.values()) {
            byDirection.put(direction, new Engines(perDirection));
        }
    }

    /** Appends a copy to its direction. */
    void append(SimOp op) {
        enginesOf(op).waiting.add(op);
        takeUp(enginesOf(op));
    }

    /** Appends the signal of a copy that has ended. */
    void drain(SimOp op) {
        append(op);
    }

    /** Moves a copy's bytes, its latency being over; returns false when it has none. */
    boolean move(SimOp op) {
        if (op.bytes() == 0) {
            return false;
        }
        flows.computeIfAbsent(new Route(op.from(), op.to(), op.bytes()), this::flow)
                .join(~op.id(), events.nowPicos());
        return true;
    }

    private Flow flow(Route route) {
        Flow.Cost cost = topology.copy(route.from, route.to, route.bytes);
        return crowds.add(id -> new Flow(id, crowds, cost, copy -> -1, false));
    }

    /** Frees the engine of a copy that has ended. */
    void free(SimOp op) {
        forget(new Route(op.from(), op.to(), op.bytes()));
        enginesOf(op).free++;
        takeUp(enginesOf(op));
    }

    private void forget(Route route) {
        Flow flow = flows.get(route);
        if (flow != null && flow.size() == 0 && flows.size() > KEPT) {
            flows.remove(route);
            crowds.remove(flow);
        }
    }

    private void takeUp(Engines engines) {
        while (engines.free > 0 && !engines.waiting.isEmpty()) {
            SimOp op = engines.waiting.remove();
            if (op.entry() == StreamEntry.SIGNAL) {
                whenDrained.accept(op);
                continue;
            }
            engines.free--;
            events.add(
                    events.nowPicos() + topology.copyLatencyPicos(op.from(), op.to()), Event.of(Event.COPY, op.id()));
        }
    }

    private Engines enginesOf(SimOp op) {
        Direction direction = direction(op.from(), op.to());
        return Objects.requireNonNull(byDirection.get(direction), direction.name());
    }

    private static Direction direction(Place from, Place to) {
        if (from.equals(to)) {
            return Direction.INSIDE;
        }
        if (from == HostMemory.HOST) {
            return Direction.FROM_HOST;
        }
        return to instanceof Gpu ? Direction.PEER : Direction.TO_HOST;
    }
}
