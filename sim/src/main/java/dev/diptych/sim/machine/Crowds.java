package dev.diptych.sim.machine;

import dev.diptych.sim.engine.EventQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** All crowds of a machine by their ids, and what they share. */
final class Crowds {
    private final Fabric fabric = new Fabric();
    private final List<IssueSlots> disturbedSlots = new ArrayList<>();
    private final List<Crowd> crowds = new ArrayList<>();

    Fabric fabric() {
        return fabric;
    }

    /** Returns where issue slots put themselves down when they have to be settled. */
    List<IssueSlots> disturbedSlots() {
        return disturbedSlots;
    }

    /** Adds the crowd that is made for the next id, and returns it. */
    <C extends Crowd> C add(IntFunction<C> make) {
        C crowd = make.apply(crowds.size());
        crowds.add(crowd);
        return crowd;
    }

    Crowd get(int id) {
        return crowds.get(id);
    }

    /** Computes the rates of all clients from now on; to be called before time moves on. */
    void settle(EventQueue events) {
        if (fabric.isDisturbed()) {
            fabric.settle(events);
        }
        if (!disturbedSlots.isEmpty()) {
            for (int i = 0; i < disturbedSlots.size(); i++) {
                disturbedSlots.get(i).settle(events);
            }
            disturbedSlots.clear();
        }
    }
}
