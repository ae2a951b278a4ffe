package dev.diptych.systems.check;

import dev.diptych.model.op.Bytes;
import dev.diptych.model.random.Philox;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Inputs of checks: random, and the same at every run. */
final class TestData {
    private static final int SITE = 0x5E1F;

    private TestData() {}

    /** Returns bytes that differ for each seed. */
    static byte[] bytes(int count, long seed) {
        byte[] bytes = new byte[count];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        // Philox for the seed alone: megabytes of it would take longer than the checks.
        long state = Philox.bits64(seed, SITE, 0);
        while (buffer.remaining() >= Long.BYTES) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            buffer.putLong(state ^ state >>> 29);
        }
        while (buffer.hasRemaining()) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            buffer.put((byte) (state >>> 56));
        }
        return bytes;
    }

    /** Returns floats of both signs with full mantissas, none of them special. */
    static float[] floats(int count, long seed) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = (int) (Philox.bits64(seed, SITE, i) >>> 32) * 0x1.000002p-20f;
        }
        return floats;
    }

    static Bytes wrap(byte[] bytes) {
        return Bytes.copyOf(ByteBuffer.wrap(bytes));
    }

    /** Returns a copy of {@code bytes} with floats in place of what was there from {@code offsetBytes} on. */
    static byte[] with(byte[] bytes, int offsetBytes, float[] floats) {
        byte[] changed = bytes.clone();
        ByteBuffer buffer = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < floats.length; i++) {
            buffer.putFloat(offsetBytes + i * Float.BYTES, floats[i]);
        }
        return changed;
    }

    /** Returns a copy of {@code bytes} with words in place of what was there from {@code offsetBytes} on. */
    static byte[] with(byte[] bytes, int offsetBytes, int[] words) {
        byte[] changed = bytes.clone();
        ByteBuffer buffer = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < words.length; i++) {
            buffer.putInt(offsetBytes + i * Integer.BYTES, words[i]);
        }
        return changed;
    }

    /** Returns whole numbers from -8 to 7: sums of up to 2^18 products of two of them are exact in any order. */
    static float[] wholes(int count, long seed) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = below(16, seed, i) - 8;
        }
        return floats;
    }

    /** Returns floats from 0 up to, but without, 1. */
    static float[] fractions(int count, long seed) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = (Philox.bits64(seed, SITE, i) >>> 40) * 0x1p-24f;
        }
        return floats;
    }

    /** Returns any bits. */
    static int[] words(int count, long seed) {
        int[] words = new int[count];
        for (int i = 0; i < count; i++) {
            words[i] = (int) Philox.bits64(seed, SITE, i);
        }
        return words;
    }

    /** Returns the {@code i}-th whole number of a seed, from 0 up to, but without, {@code bound}. */
    static int below(int bound, long seed, int i) {
        return (int) Philox.below(bound, seed, SITE, i);
    }

    /** Returns the whole numbers from 0 up to, but without, {@code count} in an order of their own for each seed. */
    static int[] permutation(int count, long seed) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int other = below(i + 1, seed, i);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }
}
