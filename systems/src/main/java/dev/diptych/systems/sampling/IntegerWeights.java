package dev.diptych.systems.sampling;

import dev.diptych.model.InputException;
import java.util.Arrays;

/**
 * Weights of a column's edges as whole numbers, in which sums have no rounding: the largest has 32 bits, the others in proportion, cut off, but no positive
 * one below 1.
 */
public final class IntegerWeights {
    private static final int BITS = 31;

    private final long[] sums;

    private IntegerWeights(long[] sums) {
        this.sums = sums;
    }

    /**
     * Returns the weights of numbers {@code [from, to)}.
     *
     * @throws InputException when one is negative, infinite or not a number
     */
    public static IntegerWeights of(float[] weights, int from, int to) {
        float largest = 0;
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, checked(weights[i]));
        }
        int exponent = BITS - Math.getExponent(largest);
        long[] sums = new long[to - from];
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += weights[i] > 0 ? Math.max(1, (long) Math.scalb((double) weights[i], exponent)) : 0;
            sums[i - from] = sum;
        }
        return new IntegerWeights(sums);
    }

    /** Returns as many equal weights. */
    public static IntegerWeights equal(int size) {
        long[] sums = new long[size];
        Arrays.setAll(sums, i -> (i + 1L) << BITS);
        return new IntegerWeights(sums);
    }

    /** Returns a number that is good as a weight. */
    public static float checked(float weight) {
        if (!(weight >= 0 && weight < Float.POSITIVE_INFINITY)) {
            throw new InputException(
                    "a selection is given a weight of %s; weights are 0 or positive".formatted(weight));
        }
        return weight;
    }

    public int size() {
        return sums.length;
    }

    public long total() {
        return sums.length == 0 ? 0 : sums[sums.length - 1];
    }

    public long weight(int index) {
        return index == 0 ? sums[0] : sums[index] - sums[index - 1];
    }

    /** Returns the first whose sum with all before it is above a number below the total. */
    public int at(long number) {
        int low = 0;
        int high = sums.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sums[middle] > number) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
