package dev.diptych.sim.ptx.arith;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.function.ToIntFunction;

/**
 * The definition of directed rounding, to hold a result against: on the right side of the exact value, with no representable number
 * between. The exact value is known by comparing it with numbers alone, which works for quotients and roots too.
 */
final class RoundingOracle {
    /** The directed roundings, by their PTX modifier. */
    enum Mode {
        RZ,
        RM,
        RP;

        String modifier() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private RoundingOracle() {}

    /**
     * Checks a rounded float.
     *
     * @param compare the sign of exact minus a finite number
     * @param exactSign the sign of the exact value, not zero
     */
    static void checkSingle(Mode mode, float result, ToIntFunction<Float> compare, int exactSign, String what) {
        boolean isDown = mode == Mode.RM || (mode == Mode.RZ && exactSign > 0);
        assertThat(result).as(what).isNotNaN();
        assertThat(Math.copySign(1f, result)).as(what).isEqualTo(exactSign);
        int side = Float.isInfinite(result) ? (result > 0 ? -1 : 1) : compare.applyAsInt(result);
        if (side == 0) {
            return;
        }
        assertThat(side).as(what).isEqualTo(isDown ? 1 : -1);
        float next = isDown ? Math.nextUp(result) : Math.nextDown(result);
        if (!Float.isInfinite(next)) {
            assertThat(compare.applyAsInt(next)).as(what).isEqualTo(isDown ? -1 : 1);
        }
    }

    /** Checks a rounded double, as {@link #checkSingle(Mode, float, ToIntFunction, int, String)} does a float. */
    static void checkDouble(Mode mode, double result, ToIntFunction<Double> compare, int exactSign, String what) {
        boolean isDown = mode == Mode.RM || (mode == Mode.RZ && exactSign > 0);
        assertThat(result).as(what).isNotNaN();
        assertThat(Math.copySign(1, result)).as(what).isEqualTo(exactSign);
        int side = Double.isInfinite(result) ? (result > 0 ? -1 : 1) : compare.applyAsInt(result);
        if (side == 0) {
            return;
        }
        assertThat(side).as(what).isEqualTo(isDown ? 1 : -1);
        double next = isDown ? Math.nextUp(result) : Math.nextDown(result);
        if (!Double.isInfinite(next)) {
            assertThat(compare.applyAsInt(next)).as(what).isEqualTo(isDown ? -1 : 1);
        }
    }
}
