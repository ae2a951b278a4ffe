package dev.diptych.systems.argument;

/**
 * A binary floating-point format narrower than {@code double}, with subnormals, infinities and NaNs arranged as IEEE 754-2019, section 3.4,
 * arranges them.
 */
enum NarrowFloat {
    F16(5, 10),
    /** The upper half of a {@code float}. */
    BF16(8, 7);

    private final int exponentBits;
    private final int fractionBits;
    private final int bias;

    NarrowFloat(int exponentBits, int fractionBits) {
        this.exponentBits = exponentBits;
        this.fractionBits = fractionBits;
        this.bias = (1 << (exponentBits - 1)) - 1;
    }

    int fractionBits() {
        return fractionBits;
    }

    /** Returns the value of a pattern of 16 bits; every one is a {@code double} exactly. */
    double decode(int bits) {
        int fraction = bits & ((1 << fractionBits) - 1);
        int exponent = (bits >>> fractionBits) & ((1 << exponentBits) - 1);
        double magnitude;
        if (exponent == (1 << exponentBits) - 1) {
            magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else {
            int significand = exponent == 0 ? fraction : fraction + (1 << fractionBits);
            magnitude = Math.scalb((double) significand, Math.max(exponent, 1) - bias - fractionBits);
        }
        return (bits & 0x8000) == 0 ? magnitude : -magnitude;
    }

    /** Returns the pattern nearest to a value, of two equally near ones the even one. */
    int encode(double value) {
        int sign = Double.doubleToRawLongBits(value) < 0 ? 0x8000 : 0;
        int infinity = ((1 << exponentBits) - 1) << fractionBits;
        if (Double.isNaN(value)) {
            return sign | infinity | 1 << (fractionBits - 1);
        }
        if (Double.isInfinite(value)) {
            return sign | infinity;
        }
        int exponent = Math.max(Math.getExponent(value), 1 - bias);
        // Steps of the format between zero and the value, exact up to the rounding that is meant.
        double steps = Math.rint(Math.scalb(Math.abs(value), fractionBits - exponent));
        // A normal number's steps hold its leading one, which adds 1 to the exponent; so does a carry from rounding.
        long pattern = ((long) (exponent + bias - 1) << fractionBits) + (long) steps;
        return sign | (int) Math.min(pattern, infinity);
    }
}
