package dev.diptych.sim.ptx.corpus;

import dev.diptych.model.op.Bytes;
import java.nio.ByteBuffer;

/** IEEE 754 binary16, by value: rounding in one step from a double, to nearest even. */
final class Halves {
    private Halves() {}

    /** Returns the nearest half's bits. */
    static short of(double value) {
        return rounded(value, 10, -14, 15);
    }

    /** Returns the nearest bfloat16's bits. */
    static short bfloat(double value) {
        return rounded(value, 7, -126, 127);
    }

    /** Rounds to a format of {@code mantissaBits} after the point and normal exponents from {@code least} to {@code most}. */
    private static short rounded(double value, int mantissaBits, int least, int most) {
        int sign = Double.doubleToRawLongBits(value) < 0 ? 0x8000 : 0;
        double magnitude = Math.abs(value);
        if (Double.isNaN(value)) {
            return 0x7fff;
        }
        int exponent = Math.max(magnitude == 0 ? least : Math.getExponent(magnitude), least);
        if (exponent > most) {
            return (short) (sign | (most - least + 2) << mantissaBits);
        }
        // In units of the last place; rint carries into the exponent by itself, up to infinity.
        long units = (long) Math.rint(magnitude * Math.scalb(1.0, mantissaBits - exponent));
        return (short) (sign | (((long) (exponent - least) << mantissaBits) + units));
    }

    static double value(short bits) {
        return value(bits, 10, -14);
    }

    static double bfloatValue(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    private static double value(short bits, int mantissaBits, int least) {
        int exponent = (bits & 0x7fff) >> mantissaBits;
        int mantissa = bits & (1 << mantissaBits) - 1;
        double sign = bits < 0 ? -1 : 1;
        if (exponent == (0x7fff >> mantissaBits)) {
            return mantissa == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
        }
        double significand = exponent == 0 ? mantissa : mantissa + (1 << mantissaBits);
        return sign * Math.scalb(significand, Math.max(exponent, 1) - 1 + least - mantissaBits);
    }

    /** Returns the halves nearest to the values times a factor. */
    static short[] ofAll(float[] values, float factor) {
        short[] halves = new short[values.length];
        for (int i = 0; i < values.length; i++) {
            halves[i] = of((double) values[i] * factor);
        }
        return halves;
    }

    /** Returns the two bytes of an argument. */
    static Bytes bytes(short bits) {
        return Bytes.copyOf(ByteBuffer.wrap(new byte[] {(byte) bits, (byte) (bits >> 8)}));
    }
}
