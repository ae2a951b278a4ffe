package dev.diptych.sim.machine;

import dev.diptych.model.work.Access;
import dev.diptych.model.work.Scatter;
import java.util.List;
import java.util.function.ToDoubleFunction;

/*
 * A reader holds the translations of so many granules as its reach has, those that it turned to last, whichever memory they are in: what a launch
 * reads all over its own memory leaves less for what it reads all over the host's. By Che's approximation [1], all granules are held for the same
 * characteristic number of turns x. Granules i, of which there are G_i bytes, are turned to r_i times each time the phase goes on by one, in no order:
 *
 *     sum over i of G_i (1 - exp(-x r_i / G_i)) = reach,      held share of i = 1 - exp(-x r_i / G_i)
 *
 * which is reach / G for one kind alone. What a launch reads span by span it comes to anew when it begins: under LRU nothing of it was left,
 * unless all of it is within reach.
 *
 * [1] H. Che, Y. Tung, Z. Wang, Hierarchical Web Caching Systems: Modeling, Design and Experimental Results, IEEE JSAC 20(7), 2002, section III.
 */

/** Which translated addresses a reader has at hand while a phase goes on. */
final class Translations {
    /** Halvings of an interval: enough for any double. */
    private static final int HALVINGS = 64;

    private final List<Access> accesses;
    private final double reachBytes;

    /**
     * Those of a phase.
     *
     * @param reachBytes of memory for which the reader holds translations
     */
    Translations(List<Access> accesses, double reachBytes) {
        this.accesses = accesses.stream().filter(each -> turns(each) > 0).toList();
        this.reachBytes = reachBytes;
    }

    /** Returns how many translations a byte needs of an access of the phase that the reader does not have. */
    double missesPerByte(Access access) {
        Scatter scatter = scatter(access);
        if (turns(access) == 0 || fit(Scatter::wholeBytes)) {
            return 0;
        }
        double held = heldShare(access);
        return scatter.missesPerByte(held, scatter.wholeBytes() > scatter.spanBytes() ? 0 : held);
    }

    private boolean fit(ToDoubleFunction<Scatter> bytes) {
        return accesses.stream()
                        .mapToDouble(each -> bytes.applyAsDouble(scatter(each)))
                        .sum()
                <= reachBytes;
    }

    private double heldShare(Access access) {
        if (fit(Scatter::spanBytes)) {
            return 1;
        }
        double span = scatter(access).spanBytes();
        return accesses.size() == 1 ? reachBytes / span : heldShare(access, window());
    }

    private static double heldShare(Access access, double window) {
        return -StrictMath.expm1(-window * turns(access) / scatter(access).spanBytes());
    }

    private double window() {
        double low = 0;
        double high = 1;
        while (heldBytes(high) < reachBytes && high < Double.MAX_VALUE / 2) {
            high *= 2;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = 0.5 * (low + high);
            if (heldBytes(middle) <= reachBytes) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private double heldBytes(double window) {
        double bytes = 0;
        for (Access access : accesses) {
            bytes += scatter(access).spanBytes() * heldShare(access, window);
        }
        return bytes;
    }

    private static double turns(Access access) {
        return access.readBytes() * scatter(access).turnsPerByte();
    }

    private static Scatter scatter(Access access) {
        return access.misses().scatter();
    }
}
