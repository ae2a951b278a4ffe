package dev.diptych.systems.sampling.reference;

import dev.diptych.systems.sampling.Draws;
import dev.diptych.systems.sampling.IntegerWeights;

/** Selection among all of something together, without replacement, by an exponential race: of equal arrivals the smaller item comes first. */
final class JointSelection {
    private JointSelection() {}

    /**
     * Returns the selected ones in ascending order.
     *
     * @param items the item that each draws for; ascending
     * @param weights of each
     */
    static int[] of(Draws draws, int site, int count, int[] items, float[] weights) {
        double[] arrivals = new double[items.length];
        int eligible = 0;
        for (int i = 0; i < items.length; i++) {
            float weight = IntegerWeights.checked(weights[i]);
            boolean runs = weight > 0;
            eligible += runs ? 1 : 0;
            arrivals[i] = runs ? draws.arrival(weight, site, items[i], 0) : Double.POSITIVE_INFINITY;
        }
        return Smallest.of(items.length, Math.min(eligible, count), (a, b) -> Double.compare(arrivals[a], arrivals[b]));
    }
}
