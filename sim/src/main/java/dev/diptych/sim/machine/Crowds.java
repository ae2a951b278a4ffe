package dev.diptych.sim.machine;

import dev.diptych.sim.engine.EventQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** All crowds of a machine by their ids, and what they share. */
final class Crowds {
    private final Fabric fabric = new Fabric();
    /** By id; null where one has been removed. */
    private final List<@Nullable Crowd> crowds = new ArrayList<>();

    private final ArrayDeque<Integer> freeIds = new ArrayDeque<>();

    Fabric fabric() {
        return fabric;
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

    /** Computes the rates of all clients from now on; to be called before time moves on. */
    void settle(EventQueue events) {
        if (fabric.isDisturbed()) {
            fabric.settle(events);
        }
    }
}
