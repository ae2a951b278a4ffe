package dev.diptych.systems.plan;

import dev.diptych.model.op.Plan;
import java.util.Arrays;
import java.util.List;

/**
 * Which stream each step of a plan goes to: a step continues the stream of a step that it comes after, if no other does so already, else it
 * opens a new one. A chain takes one stream, and independent steps one each.
 */
final class Streams {
    private Streams() {}

    /** Returns a stream for each step, from 0 on. */
    static int[] of(Plan plan) {
        int[] stream = new int[plan.steps().size()];
        boolean[] continued = new boolean[stream.length];
        int opened = 0;
        Arrays.fill(stream, -1);
        for (int step = 0; step < stream.length; step++) {
            List<Integer> after = plan.steps().get(step).after();
            for (int before : after) {
                if (!continued[before]) {
                    continued[before] = true;
                    stream[step] = stream[before];
                    break;
                }
            }
            if (stream[step] < 0) {
                stream[step] = opened++;
            }
        }
        return stream;
    }
}
