package dev.diptych.sim.ptx.arith;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.SplittableRandom;

/** The oracle of the tests: rounds exact numbers to formats given by their parameters alone, slowly and without tricks. */
enum ExactRounding {
    F16(10, -14, 65504),
    BF16(7, -126, 0x1.fep127),
    F32(23, -126, Float.MAX_VALUE),
    F64(52, -1022, Double.MAX_VALUE);

    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private final int fractionBits;
    private final int minExponent;
    private final double max;

    ExactRounding(int fractionBits, int minExponent, double max) {
        this.fractionBits = fractionBits;
        this.minExponent = minExponent;
        this.max = max;
    }

    /** Returns the value of the format that a number rounds to; a zero has no sign. */
    double round(BigDecimal exact, Rounding rounding) {
        if (exact.signum() == 0) {
            return 0;
        }
        // The double may be rounded up to the next power of two, so the search starts one below.
        int exponent = Math.max(minExponent, Math.getExponent(exact.doubleValue()) - 1);
        while (exact.abs().compareTo(powerOfTwo(exponent + 1)) >= 0) {
            exponent++;
        }
        BigDecimal step = powerOfTwo(exponent - fractionBits);
        BigDecimal rounded = exact.divide(step).setScale(0, mode(rounding)).multiply(step);
        if (rounded.abs().compareTo(new BigDecimal(max)) <= 0) {
            return rounded.doubleValue();
        }
        boolean heldBack = switch (rounding) {
            case NEAREST -> false;
            case TOWARD_ZERO -> true;
            case DOWN -> exact.signum() > 0;
            case UP -> exact.signum() < 0;
        };
        return exact.signum() * (heldBack ? max : Double.POSITIVE_INFINITY);
    }

    private static RoundingMode mode(Rounding rounding) {
        return switch (rounding) {
            case NEAREST -> RoundingMode.HALF_EVEN;
            case TOWARD_ZERO -> RoundingMode.DOWN;
            case DOWN -> RoundingMode.FLOOR;
            case UP -> RoundingMode.CEILING;
        };
    }

    private static BigDecimal powerOfTwo(int exponent) {
        return exponent >= 0 ? TWO.pow(exponent) : BigDecimal.ONE.divide(TWO.pow(-exponent));
    }

    /** Returns a finite double around the edges of the formats: few fraction bits, near ties, exponents around those of the format's ends. */
    double edge(SplittableRandom random) {
        int range = Math.getExponent(max) - minExponent + fractionBits + 6;
        int exponent = Math.max(-1060, Math.min(1020, minExponent - fractionBits - 3 + random.nextInt(range)));
        long fraction = switch (random.nextInt(4)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextLong() << (51 - fractionBits);
            case 2 -> (random.nextLong() << (51 - fractionBits)) + 1;
            default -> (random.nextLong() << (51 - fractionBits)) - 1;
        };
        double magnitude = Math.scalb(1 + (fraction & ((1L << 52) - 1)) * 0x1p-52, exponent);
        return random.nextBoolean() ? -magnitude : magnitude;
    }
}
