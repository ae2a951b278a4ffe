package dev.diptych.sim.ptx.arith;

/**
 * The formats of 8 bits (PTX ISA 9.0, section "Alternate Floating-Point Data Formats"; Micikevicius and others, "FP8 Formats for Deep Learning",
 * 2022). Values are the low 8 bits of an {@code int}.
 */
enum NarrowFloat {
    /** 4 bits of exponent, 3 of fraction, no infinity; NaN has all bits of the magnitude set. */
    E4M3(3, -6, 448),
    /** 5 bits of exponent, 2 of fraction: the upper half of an {@code f16}. */
    E5M2(2, -14, 57344);

    private static final int NAN = 0x7f;

    private final int fractionBits;
    private final int minExponent;
    private final double max;

    NarrowFloat(int fractionBits, int minExponent, double max) {
        this.fractionBits = fractionBits;
        this.minExponent = minExponent;
        this.max = max;
    }

    /** Returns the nearest finite value, ties to even, {@code 0x7f} for NaN: {@code .rn.satfinite}. */
    int of(float value) {
        if (Float.isNaN(value)) {
            return NAN;
        }
        double magnitude = Math.min(Math.abs((double) value), max);
        int exponent = Math.max(Math.getExponent(magnitude), minExponent);
        // In steps of the lowest bit: fewer than two to the fractionBits for subnormals, and a carry moves into the
        // exponent by itself.
        int steps = (int) Math.rint(magnitude * powerOfTwo(fractionBits - exponent));
        int sign = (Float.floatToRawIntBits(value) >>> 24) & 0x80;
        return sign | (steps + ((exponent - minExponent) << fractionBits));
    }

    /** Returns the value, exactly. */
    int toHalf(int narrow) {
        int sign = (narrow & 0x80) << 8;
        int magnitude = narrow & 0x7f;
        if (this == E5M2) {
            int half = magnitude << 8;
            return Half.isNan(half) ? Half.NAN : sign | half;
        }
        if (magnitude == NAN) {
            return Half.NAN;
        }
        // As a half's exponent and fraction it is 2^8 too small, the difference of the biases.
        return sign | Half.of(Half.toFloat(magnitude << 7) * 0x1p8);
    }

    private static double powerOfTwo(int exponent) {
        return Double.longBitsToDouble((exponent + 1023L) << 52);
    }
}
