package dev.diptych.sim.work;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/*
 * Che's approximation [1]: under LRU, a record is still cached when it is asked for again if fewer than t requests came in between, where
 * the characteristic time t is the same for all records. It is the time in which as many different bytes are asked for as the cache
 * holds:
 *
 *     sum over records of recordBytes * P(asked for within t) + t * passingBytes = capacityBytes
 *
 * passingBytes is what each request drags through the cache besides its record and nobody asks for again: here the row's key and its copy.
 *
 * A sample of K requests in unknown order asks for record i at f_i positions, all orders being equally likely. A window of t = x K requests
 * then holds record i with probability 1 - (1 - x)^f_i, and a gap between two neighbouring positions is shorter than t with the same
 * probability (spacings of f_i uniform points). The first request for a record always misses: a launch starts with none of its rows in
 * the cache. So
 *
 *     hits = sum over records of (f_i - 1) * (1 - (1 - x)^f_i)
 *
 * Without a sample, the K requests go to n records uniformly, and request j hits if its record is among the last min(j, t) requests.
 *
 * [1] H. Che, Y. Tung, Z. Wang, Hierarchical Web Caching Systems: Modeling, Design and Experimental Results, IEEE JSAC 20(7), 2002, section III.
 */

/** The share of random requests that an LRU cache serves; it is empty when the first request comes. */
record LruHits(double capacityBytes, double recordBytes, double passingBytes) {
    /** Halvings of an interval: enough for any double. */
    private static final int HALVINGS = 64;

    /**
     * Returns the share for a sample of requests.
     *
     * @param sorted the records asked for, one entry a request, in ascending order
     */
    double ofSample(long[] sorted) {
        if (sorted.length == 0) {
            return 0;
        }
        int[] frequencies = frequencies(sorted);
        int[] distinct = Arrays.stream(frequencies).distinct().toArray();
        long[] records = new long[distinct.length];
        for (int frequency : frequencies) {
            records[Arrays.binarySearch(distinct, frequency)]++;
        }
        double window = characteristic(1, x -> {
            double bytes = x * sorted.length * passingBytes;
            for (int i = 0; i < distinct.length; i++) {
                bytes += records[i] * recordBytes * within(x, distinct[i]);
            }
            return bytes;
        });
        double hits = 0;
        for (int i = 0; i < distinct.length; i++) {
            hits += records[i] * (distinct[i] - 1.0) * within(window, distinct[i]);
        }
        return hits / sorted.length;
    }

    /** Returns the share for requests that each go to any of {@code records} with equal probability. */
    double ofUniform(long requests, long records) {
        if (requests == 0 || records == 0) {
            return 0;
        }
        double other = 1 - 1.0 / records;
        double window = characteristic(
                (double) requests, t -> records * recordBytes * (1 - StrictMath.pow(other, t)) + t * passingBytes);
        double missAtWindow = StrictMath.pow(other, window);
        double hitsWhileFilling = window - (1 - missAtWindow) * records;
        return Math.max(0, hitsWhileFilling + (requests - window) * (1 - missAtWindow)) / requests;
    }

    /** Returns where a growing number of bytes reaches the capacity, or {@code most} if it does not. */
    private double characteristic(double most, DoubleUnaryOperator bytes) {
        if (bytes.applyAsDouble(most) <= capacityBytes) {
            return most;
        }
        double low = 0;
        double high = most;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = 0.5 * (low + high);
            if (bytes.applyAsDouble(middle) <= capacityBytes) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static double within(double window, int frequency) {
        return 1 - StrictMath.pow(1 - window, frequency);
    }

    /** Returns how often each record is asked for, in ascending order. */
    private static int[] frequencies(long[] sorted) {
        int[] frequencies = new int[sorted.length];
        int count = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i > 0 && sorted[i] != sorted[i - 1]) {
                count++;
            }
            frequencies[count]++;
        }
        int[] found = Arrays.copyOf(frequencies, count + 1);
        Arrays.sort(found);
        return found;
    }
}
