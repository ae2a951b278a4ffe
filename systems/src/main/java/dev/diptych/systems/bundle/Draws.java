package dev.diptych.systems.bundle;

import dev.diptych.model.op.Bytes;
import dev.diptych.model.random.Philox;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Arrays of random floats: element {@code i} is word {@code i % 4} of Philox4x32-10 at counter {@code (i / 4, array, use, 1)}. */
public final class Draws {
    /** Weights of a bundle that has none; the array is the storage. */
    public static final int WEIGHTS = 0;
    /** Images; the array is which one. */
    public static final int IMAGES = 1;
    /** Parameters of layers, from here on one use each; the array is the layer. */
    public static final int LAYERS = 2;

    private static final int WORDS = 4;
    private static final int SITE = 1;
    private static final float UNIT = 0x1p-23f;

    private Draws() {}

    /** Returns numbers uniform in {@code [-bound, bound)}: multiples of {@code bound * 2^-23}. */
    public static float[] uniform(long seed, int use, int array, int count, float bound) {
        float[] drawn = new float[count];
        int[] words = new int[WORDS];
        for (int i = 0; i < count; i++) {
            if (i % WORDS == 0) {
                Philox.block(i / WORDS, array, use, SITE, (int) seed, (int) (seed >>> 32), words);
            }
            // The upper 24 bits, as a signed number.
            drawn[i] = (words[i % WORDS] >> 8) * UNIT * bound;
        }
        return drawn;
    }

    /** Returns an image, or several behind each other: numbers uniform in [-1, 1). */
    public static float[] images(long seed, int which, int count) {
        return uniform(seed, IMAGES, which, count, 1);
    }

    /** Returns numbers as they lie in memory. */
    public static Bytes bytes(float[] numbers) {
        ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(numbers.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(numbers);
        return Bytes.copyOf(buffer);
    }

    /** Returns what {@link #bytes} was given. */
    public static float[] floats(Bytes bytes) {
        float[] numbers = new float[bytes.size() / Float.BYTES];
        bytes.buffer().asFloatBuffer().get(numbers);
        return numbers;
    }
}
