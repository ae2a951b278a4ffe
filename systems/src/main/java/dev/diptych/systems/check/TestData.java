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
}
