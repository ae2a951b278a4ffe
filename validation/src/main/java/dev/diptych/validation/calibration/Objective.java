package dev.diptych.validation.calibration;

import dev.diptych.model.hw.Platform;
import dev.diptych.validation.accuracy.Comparison;
import java.util.List;

/** How far a platform's simulation is from measured runs. */
final class Objective {
    /** Beyond this log ratio, about 10 %, an error counts by its size and no longer by its square: one run that the model cannot meet does not bend all others. */
    private static final double ROBUST = 0.1;

    private Objective() {}

    /**
     * Returns the comparisons of runs on a platform, in the order of the runs. They are simulated in parallel; none knows of another, so the
     * number of threads cannot change anything.
     */
    static List<Comparison> compare(List<? extends Twin> runs, Platform platform) {
        return runs.parallelStream().<Comparison>map(run -> run.on(platform)).toList();
    }

    /**
     * Returns the mean over the comparisons of {@code 2 d^2 (sqrt(1 + (r / d)^2) - 1)}, with {@code r = ln(simulated / measured)}: the
     * pseudo-Huber loss (Hartley and Zisserman, Multiple View Geometry in Computer Vision, appendix 6.8), {@code r^2} for small errors.
     */
    static double loss(List<Comparison> comparisons) {
        double sum = 0;
        for (Comparison comparison : comparisons) {
            double ratio = logRatio(comparison) / ROBUST;
            sum += 2 * ROBUST * ROBUST * (Math.sqrt(1 + ratio * ratio) - 1);
        }
        return sum / comparisons.size();
    }

    /** Returns the mean of the relative errors without their signs, as a fraction. */
    static double residual(List<Comparison> comparisons) {
        double sum = 0;
        for (Comparison comparison : comparisons) {
            sum += Math.abs(comparison.relativeError());
        }
        return comparisons.isEmpty() ? 0 : sum / comparisons.size();
    }

    static double logRatio(Comparison comparison) {
        return StrictMath.log(comparison.simulated() / comparison.measured());
    }
}
