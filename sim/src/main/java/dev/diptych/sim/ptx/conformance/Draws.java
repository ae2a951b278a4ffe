package dev.diptych.sim.ptx.conformance;

import dev.diptych.model.random.Philox;
import java.util.ArrayList;
import java.util.List;

/** Values of one format: those at the edges, and random ones that crowd about them. The same at every run. */
final class Draws {
    private static final int SITE = 0xC0F0;
    private static final long[] COUNTS = {0, 1, 2, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 255, 256, 0x8000_0000L};

    private final Format format;
    private final long seed;
    private final List<Long> specials;

    /** @param seed makes the values of one operand differ from those of another */
    Draws(Format format, long seed) {
        this.format = format;
        this.seed = seed;
        this.specials = List.copyOf(specials(format));
    }

    /** Returns the values at the edges. */
    List<Long> specials() {
        return specials;
    }

    long special(long index) {
        return specials.get((int) Long.remainderUnsigned(bits(index), specials.size()));
    }

    /** Returns a random value; half of them are random bits, the others lie where arithmetic has its corners. */
    long random(long index) {
        long bits = bits(index);
        if (format == Format.COUNT) {
            return (bits >>> 60) == 0 ? format.masked(bits) : (bits >>> 8) % 70;
        }
        if (!format.isFloating()) {
            return format.masked(whole(bits, format.bits()));
        }
        int partBits = format.bits() / format.parts();
        long value = 0;
        for (int part = 0; part < format.parts(); part++) {
            long partDraw = part == 0 ? bits : Philox.bits64(seed + part, SITE + 1, index);
            value |= floating(partDraw, Philox.bits64(seed, SITE + 2 + part, index)) << (part * partBits);
        }
        return value;
    }

    /** Returns a value near another one, of the same or the opposite sign: what cancels in sums. */
    long near(long value, long index) {
        long bits = bits(index);
        long sign = format.isFloating() ? (bits & 1) << (format.bits() - 1) : 0;
        return format.masked((value ^ sign) + (bits >>> 1 & 7) - 3);
    }

    private long bits(long index) {
        return Philox.bits64(seed, SITE, index);
    }

    private static long whole(long bits, int width) {
        return switch ((int) (bits >>> 61)) {
            case 0, 1, 2, 3 -> bits;
            case 4 -> (bits & 63) - 32;
            case 5 -> (1L << ((bits >>> 8) % width)) + (bits & 3) - 1;
            default -> bits << 3 >> (bits & 63);
        };
    }

    private long floating(long kind, long bits) {
        int exponents = format.exponentBits();
        int mantissas = format.mantissaBits();
        long mantissa = bits & Format.mask(mantissas);
        long sign = bits >>> 63;
        long bias = Format.mask(exponents - 1);
        long exponent = switch ((int) (kind & 7)) {
            case 0, 1, 2, 3 -> kind >>> 8 & Format.mask(exponents);
            case 4, 5 -> bias - 12 + (kind >>> 8 & Format.mask(24)) % 26;
            case 6 -> (kind >>> 8) % 3;
            default -> bias + (kind >>> 8 & Format.mask(24)) % (mantissas + 2);
        };
        // Few bits make exact results and ties.
        boolean isSparse = (kind >>> 4 & 3) == 0;
        long kept = isSparse ? mantissa & -1L << ((kind >>> 40) % (mantissas + 1)) : mantissa;
        return sign << (exponents + mantissas) | (exponent & Format.mask(exponents)) << mantissas | kept;
    }

    private static List<Long> specials(Format format) {
        if (format == Format.COUNT) {
            List<Long> counts = new ArrayList<>();
            for (long count : COUNTS) {
                counts.add(count);
            }
            counts.add(Format.mask(32));
            return counts;
        }
        if (format.bits() <= 5) {
            List<Long> all = new ArrayList<>();
            for (long value = 0; value < 1L << format.bits(); value++) {
                all.add(value);
            }
            return all;
        }
        return format.isFloating() ? floats(format) : wholes(format.bits());
    }

    private static List<Long> wholes(int bits) {
        List<Long> values = new ArrayList<>();
        long least = 1L << (bits - 1);
        for (long about : new long[] {0, least, 1L << (bits / 2), 100, 0x5555_5555_5555_5555L}) {
            for (long off = -2; off <= 2; off++) {
                values.add(about + off & Format.mask(bits));
            }
        }
        return values.stream().distinct().toList();
    }

    private static List<Long> floats(Format format) {
        int mantissas = format.mantissaBits();
        long infinity = Format.mask(format.exponentBits()) << mantissas;
        long one = Format.mask(format.exponentBits() - 1) << mantissas;
        long quiet = 1L << (mantissas - 1);
        long[] magnitudes = {
            0,
            1,
            2,
            (1L << mantissas) - 1,
            1L << mantissas,
            (1L << mantissas) + 1,
            one - 1,
            one,
            one + 1,
            one + quiet,
            one + (1L << mantissas),
            one - (1L << mantissas),
            infinity - 1,
            infinity,
            infinity + 1,
            infinity + quiet,
            infinity + quiet + 5,
            infinity + Format.mask(mantissas)
        };
        List<Long> values = new ArrayList<>();
        int partBits = format.bits() / format.parts();
        for (int i = 0; i < magnitudes.length; i++) {
            for (long sign = 0; sign < 2; sign++) {
                long value = sign << (partBits - 1) | magnitudes[i];
                long other = sign << (partBits - 1) ^ magnitudes[(5 * i + 7) % magnitudes.length];
                values.add(format.parts() == 1 ? value : other << partBits | value);
            }
        }
        return values;
    }
}
