package dev.diptych.sim.machine;

import dev.diptych.sim.engine.EventQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The crowds of one GPU by their ids, and what they share. */
final class Crowds {
    private final EventQueue events;
    private final Teams teams = new Teams();
    private Fabric fabric = new Fabric();
    /** By id; null where one has been removed. */
    private final List<@Nullable Crowd> crowds = new ArrayList<>();

    private final ArrayDeque<Integer> freeIds = new ArrayDeque<>();

    Crowds(EventQueue events) {
        this.events = events;
    }

    /** Returns where wake-ups are planned. */
    EventQueue events() {
        return events;
    }

    /** Returns the teams that crowds may use. */
    Teams teams() {
        return teams;
    }

    Fabric fabric() {
        return fabric;
    }

    /** Goes over to a fabric with all flows that have clients, for the GPU now shares memories and links with others, or no longer does. */
    void moveTo(Fabric other) {
        fabric = other;
        for (Crowd crowd : crowds) {
            if (crowd != null) {
                crowd.moved();
            }
        }
    }

    /** Adds the crowd that is made for a free id, and returns it. */
    <C extends Crowd> C add(IntFunction<C> make) {
        if (freeIds.isEmpty()) {
            freeIds.add(crowds.size());
            crowds.add(null);
        }
        C crowd = make.apply(freeIds.element());
        crowds.set(freeIds.remove(), crowd);
        return crowd;
    }

    /** Removes a crowd that has no clients. An event that is still planned for it finds nobody, or nobody who is done. */
    void remove(Crowd crowd) {
        if (crowd.size() > 0) {
            throw new IllegalStateException(
                    "crowd %d is removed but has %d clients".formatted(crowd.id(), crowd.size()));
        }
        crowds.set(crowd.id(), null);
        freeIds.add(crowd.id());
    }

    /** Returns a crowd, or null when it has been removed. */
    @Nullable
    Crowd get(int id) {
        return crowds.get(id);
    }
}
