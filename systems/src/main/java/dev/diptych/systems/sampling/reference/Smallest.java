package dev.diptych.systems.sampling.reference;

import java.util.Comparator;
import java.util.stream.IntStream;

/** The smallest of some things. */
final class Smallest {
    private Smallest() {}

    /** Returns which {@code count} of {@code size} things come first, of equal ones those with the smaller index, in ascending order of index. */
    static int[] of(int size, int count, Comparator<Integer> order) {
        return IntStream.range(0, size)
                .boxed()
                .sorted(order)
                .limit(count)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }
}
