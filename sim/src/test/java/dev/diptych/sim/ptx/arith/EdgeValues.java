package dev.diptych.sim.ptx.arith;

import java.util.Random;

/** Seeded operands for tests, half of them at the edges: powers of two and their neighbours, subnormals, the largest, infinities, NaNs. */
final class EdgeValues {
    private final Random random;

    EdgeValues(long seed) {
        random = new Random(seed);
    }

    int count(int bound) {
        return random.nextInt(bound);
    }

    boolean flag() {
        return random.nextBoolean();
    }

    int word() {
        return (int) doubleWord(32);
    }

    long doubleWord() {
        return doubleWord(64);
    }

    private long doubleWord(int bits) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextLong();
            case 1 -> (1L << random.nextInt(bits)) + random.nextInt(3) - 1;
            case 2 -> -(1L << random.nextInt(bits)) + random.nextInt(3) - 1;
            default -> random.nextInt(5) - 2;
        };
    }

    /** Returns any float, infinities and NaNs included. */
    float single() {
        return Float.intBitsToFloat((int) floatBits(23, 8));
    }

    /** Returns any double, infinities and NaNs included. */
    double wide() {
        return Double.longBitsToDouble(floatBits(52, 11));
    }

    /** Returns a neighbour at most two steps away, or the value itself. */
    double near(double value) {
        double moved = value;
        for (int step = random.nextInt(3); step > 0; step--) {
            moved = random.nextBoolean() ? Math.nextUp(moved) : Math.nextDown(moved);
        }
        return moved;
    }

    /** Returns a neighbour at most two steps away, or the value itself. */
    float near(float value) {
        float moved = value;
        for (int step = random.nextInt(3); step > 0; step--) {
            moved = random.nextBoolean() ? Math.nextUp(moved) : Math.nextDown(moved);
        }
        return moved;
    }

    private long floatBits(int fractionBits, int exponentBits) {
        long exponentMask = (1L << exponentBits) - 1;
        long bias = exponentMask >> 1;
        long exponent = switch (random.nextInt(6)) {
            case 0 -> random.nextInt(3);
            case 1 -> exponentMask - random.nextInt(3);
            case 2 -> bias + random.nextInt(2 * fractionBits) - fractionBits;
            case 3 -> bias / 2 + random.nextInt(2 * fractionBits) - fractionBits;
            default -> random.nextLong() & exponentMask;
        };
        long fractionMask = (1L << fractionBits) - 1;
        long fraction = switch (random.nextInt(5)) {
            case 0 -> random.nextInt(3);
            case 1 -> fractionMask - random.nextInt(3);
            case 2 -> 1L << random.nextInt(fractionBits);
            default -> random.nextLong() & fractionMask;
        };
        long sign = random.nextBoolean() ? 1 : 0;
        return sign << (fractionBits + exponentBits) | exponent << fractionBits | fraction;
    }
}
