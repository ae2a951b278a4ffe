package dev.diptych.sim.ptx.corpus;

import java.util.SplittableRandom;

/** Seeded inputs. */
final class Numbers {
    private final SplittableRandom random;

    Numbers(long seed) {
        random = new SplittableRandom(seed);
    }

    int[] ints(int count, int least, int end) {
        return random.ints(count, least, end).toArray();
    }

    /** Returns any bit patterns, now and then one that is special for whole numbers. */
    int[] anyInts(int count) {
        int[] special = {0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 31, 32, 0x80, 0xff, 0x7fff, 0x8000, 0xffff};
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt(4) == 0 ? special[random.nextInt(special.length)] : random.nextInt();
        }
        return values;
    }

    long[] anyLongs(int count) {
        long[] special = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 63, 64, 0xffffffffL, 0x100000000L, 0x80000000L};
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt(4) == 0 ? special[random.nextInt(special.length)] : random.nextLong();
        }
        return values;
    }

    byte[] bytes(int count) {
        byte[] values = new byte[count];
        random.nextBytes(values);
        return values;
    }

    /** Returns floats in [-1, 1). */
    float[] floats(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (2 * random.nextDouble() - 1);
        }
        return values;
    }

    /** Returns whole numbers, whose sums and products are exact in any order as long as they stay below 2^24. */
    float[] wholes(int count, int least, int end) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt(least, end);
        }
        return values;
    }

    double[] doubles(int count) {
        return random.doubles(count, -1, 1).toArray();
    }

    double[] wholeDoubles(int count, int least, int end) {
        return random.ints(count, least, end).asDoubleStream().toArray();
    }

    int below(int end) {
        return random.nextInt(end);
    }
}
