package dev.diptych.systems.serving.order;

import dev.diptych.model.plugin.Plugin;
import dev.diptych.systems.serving.Job;

/** Which of the jobs that wait goes first. */
public interface JobOrder extends Plugin<Plugin.None> {
    /** Returns the order for one run. */
    Keys open();

    /** Gives jobs what they are sorted by. */
    interface Keys {
        /**
         * Returns the key of a job that joins the queue, at its arrival and after each operation: the smallest goes first, and among equal ones
         * the one that joined first.
         */
        double of(Job job);
    }

    @Override
    default None defaults() {
        return new None();
    }
}
