package dev.diptych.systems.serving.scheduler;

import dev.diptych.model.InputException;
import dev.diptych.systems.Setting;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How many requests of a model jobs serve at once. Each size has operations, and memory, of its own, made before the first request; a batch
 * between two sizes runs as the larger one, with the rest of it empty.
 *
 * @param sizes in rising order, from 1 on; none where each request is a job by itself
 * @param instances jobs of a model that run at a time, unless the model says
 */
public record Batching(List<Integer> sizes, int instances) {
    /** Each request is a job by itself. */
    public static final Batching NONE = new Batching(List.of(), 0);

    public Batching {
        sizes = List.copyOf(sizes);
    }

    /**
     * Returns sizes that double from 1 on, with the largest one and others that are asked for.
     *
     * @throws InputException when one of them is not from 1 to the largest
     */
    static Batching of(int largest, List<Integer> others, int instances) {
        Setting.atLeast(1, "maxBatch", largest);
        SortedSet<Integer> sizes = new TreeSet<>();
        for (int size = 1; size < largest; size *= 2) {
            sizes.add(size);
        }
        sizes.add(largest);
        for (int size : others) {
            if (size < 1 || size > largest) {
                throw new InputException("a preferred batch of %d requests; it should be from 1 to 'maxBatch', %d"
                        .formatted(size, largest));
            }
            sizes.add(size);
        }
        return new Batching(List.copyOf(sizes), instances);
    }

    /** Returns whether jobs have to be gathered from requests. */
    public boolean isGathering() {
        return !sizes.isEmpty();
    }
}
