package dev.diptych.systems.embedding.scenario;

import dev.diptych.model.plugin.Plugin;

/**
 * How what is read changes from batch to batch. What changes is which entry has which rank; how often each rank is read does not. So the shortest
 * time that a placement can achieve is the same at any moment, and whoever has recovered from a change is as fast as before it.
 *
 * <p>Contract: the same batches, ranking and change give the same ranks, whatever else was drawn. Entries only leave the ranking for new ones.
 */
public interface Scenario extends Plugin<Plugin.None> {
    /**
     * When and how much.
     *
     * @param from the first batch with a change
     * @param every batches that a change lasts or takes, or between two changes
     * @param share of what is there to be changed
     */
    record Change(long from, long every, double share) {}

    /** Returns which part of a table's entries is there at first; the others are born later. */
    default double firstShare() {
        return 1;
    }

    /** Changes the ranks before a batch; called for each batch once, in order. */
    void before(long batch, Ranking ranking, Change change);

    @Override
    default None defaults() {
        return new None();
    }
}
