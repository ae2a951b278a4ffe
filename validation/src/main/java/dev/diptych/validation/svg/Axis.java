package dev.diptych.validation.svg;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * From values to pixels along one direction, with ticks at round values.
 *
 * @param low the value at {@code lowPx}, below {@code high}
 * @param log whether equal ratios are equally far apart; then {@code low} is above 0
 */
record Axis(double low, double high, double lowPx, double highPx, boolean log) {
    private static final int MOST_TICKS = 12;
    private static final double[] STEPS = {1, 2, 5};

    Axis {
        if (!(low < high) || (log && low <= 0) || Double.isInfinite(high - low)) {
            throw new IllegalArgumentException("an axis cannot go from %s to %s".formatted(low, high));
        }
    }

    /** Returns an axis that equal differences divide equally, from {@code low} to {@code high} or a little beyond. */
    static Axis linear(double low, double high, double lowPx, double highPx) {
        if (low == high) {
            return linear(low, low + Math.max(1, Math.abs(low)), lowPx, highPx);
        }
        return new Axis(low, high, lowPx, highPx, false);
    }

    /** Returns an axis that equal ratios divide equally, with room on both sides of the values. */
    static Axis logarithmic(double low, double high, double lowPx, double highPx) {
        // Room in proportion to the range keeps points off the frame; the constant serves a single point.
        double room = StrictMath.pow(high / low, 0.04) * 1.1;
        return new Axis(low / room, high * room, lowPx, highPx, true);
    }

    double px(double value) {
        double share = log ? StrictMath.log(value / low) / StrictMath.log(high / low) : (value - low) / (high - low);
        return lowPx + share * (highPx - lowPx);
    }

    /** Returns the pixel of a value, or of the end of the axis beyond which it lies. */
    double clampedPx(double value) {
        return px(Math.max(low, Math.min(high, value)));
    }

    /** Returns round values inside the axis, at most {@value #MOST_TICKS}. */
    List<BigDecimal> ticks() {
        return log ? logTicks() : linearTicks();
    }

    private List<BigDecimal> linearTicks() {
        int exponent = (int) Math.floor(StrictMath.log10((high - low) / 5));
        for (int i = 0; ; i++) {
            BigDecimal step = BigDecimal.valueOf((long) STEPS[i % 3]).scaleByPowerOfTen(exponent + i / 3);
            double size = step.doubleValue();
            long first = (long) Math.ceil(low / size);
            long last = (long) Math.floor(high / size);
            if (last - first < MOST_TICKS / 2) {
                List<BigDecimal> ticks = new ArrayList<>();
                for (long tick = first; tick <= last; tick++) {
                    ticks.add(step.multiply(BigDecimal.valueOf(tick)));
                }
                return ticks;
            }
        }
    }

    private List<BigDecimal> logTicks() {
        int first = (int) Math.floor(StrictMath.log10(low));
        int last = (int) Math.ceil(StrictMath.log10(high));
        double decades = StrictMath.log10(high / low);
        List<BigDecimal> ticks = new ArrayList<>();
        int stride = Math.max(1, (int) Math.ceil(decades / (MOST_TICKS / 2)));
        for (int exponent = first; exponent <= last; exponent++) {
            for (double step : STEPS) {
                BigDecimal tick = BigDecimal.valueOf((long) step).scaleByPowerOfTen(exponent);
                boolean wanted = decades < 2.5 || (step == 1 && Math.floorMod(exponent, stride) == 0);
                if (wanted && tick.doubleValue() >= low && tick.doubleValue() <= high) {
                    ticks.add(tick);
                }
            }
        }
        // Less than a third of a decade may hold no such value, or one; equal steps then do better.
        return ticks.size() < 2 ? new Axis(low, high, lowPx, highPx, false).linearTicks() : ticks;
    }
}
