package dev.diptych.sim.ptx.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.memory.Region;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Floating-point operations that PTX defines exactly. NaNs compare by being one. */
class FloatTest {
    private static final String MODULE = "arithmetic";
    private static final float[] SPECIAL = {
        0f,
        -0f,
        1f,
        -1f,
        0.5f,
        2.5f,
        -2.5f,
        Float.MIN_VALUE,
        -1e-40f,
        Float.MIN_NORMAL,
        Float.MAX_VALUE,
        3e9f,
        -3e9f,
        1e19f,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN,
        8388607.5f,
        0.99999994f
    };
    private static final int N = 1000;
    private static final Dim GRID = Dim.of((N + 127) / 128);
    private static final Dim BLOCK = Dim.of(128);

    private final Device device = new Device();

    private static float[] values(long seed) {
        int[] bits = new Numbers(seed).ints(N, Integer.MIN_VALUE, Integer.MAX_VALUE);
        float[] values = new Numbers(seed).floats(N);
        for (int i = 0; i < N; i++) {
            int kind = bits[i] & 3;
            values[i] = kind == 0
                    ? SPECIAL[(bits[i] >>> 8) % SPECIAL.length]
                    : kind == 1 ? Float.intBitsToFloat(bits[i]) : 100 * values[i];
        }
        return values;
    }

    @Test
    void roundsSingleOperationsAsAsked() {
        float[] a = values(1);
        float[] b = values(2);
        Region out = device.room(4 * 16 * N);

        device.run(MODULE, "float_exact", GRID, BLOCK, 0, device.floats(a), device.floats(b), out, N);

        float[] seen = Device.floatsOf(out);
        for (int i = 0; i < N; i++) {
            float x = a[i];
            float y = b[i];
            float[] expected = {
                x / y,
                (float) Math.sqrt(x),
                Rounding.ZERO.sum(x, y),
                Rounding.UP.fma(x, y, -0f),
                Rounding.DOWN.fma(x, y, 1),
                1 / x,
                least(x, y),
                most(x, y),
                (float) Math.floor(x) + (float) Math.ceil(y),
                (float) Math.rint(x) - (float) (y < 0 ? Math.ceil(y) : Math.floor(y)),
                Float.isNaN(x) ? 0 : Math.min(Math.max(x, 0), 1),
                Math.copySign(x, y),
                Math.abs(x)
                        - (x > y ? x - y : Float.isNaN(x + y) && (Float.isNaN(x) || Float.isNaN(y)) ? Float.NaN : 0),
                Math.copySign((float) Math.floor(Math.abs((double) x) + 0.5), x),
                (Float.isNaN(x) ? 1 : 0) + (Float.isInfinite(y) ? 2 : 0) + (Float.floatToRawIntBits(x) < 0 ? 4 : 0)
            };
            for (int k = 0; k < expected.length; k++) {
                assertThat(same(seen[16 * i + k], expected[k]))
                        .as("[%d] of %s and %s: expected %s but was %s", k, x, y, expected[k], seen[16 * i + k])
                        .isTrue();
            }
        }
    }

    private static boolean same(float seen, float expected) {
        return Float.isNaN(expected) ? Float.isNaN(seen) : Float.floatToIntBits(seen) == Float.floatToIntBits(expected);
    }

    private static float least(float x, float y) {
        return Float.isNaN(x) ? y : Float.isNaN(y) ? x : Math.min(x, y);
    }

    private static float most(float x, float y) {
        return Float.isNaN(x) ? y : Float.isNaN(y) ? x : Math.max(x, y);
    }

    /** Directed rounding by comparing the nearest float with the exact value. */
    private enum Rounding {
        ZERO,
        UP,
        DOWN;

        float sum(float x, float y) {
            return fma(x, 1, y);
        }

        float fma(float x, float y, float z) {
            float nearest = Math.fma(x, y, z);
            if (Float.isNaN(x + y + z) || Float.isInfinite(x) || Float.isInfinite(y) || Float.isInfinite(z)) {
                return nearest;
            }
            BigDecimal exact = new BigDecimal(x).multiply(new BigDecimal(y)).add(new BigDecimal(z));
            if (exact.signum() == 0) {
                boolean minus = Math.copySign(1, x) * Math.copySign(1, y) < 0;
                boolean sameSigns = minus == Math.copySign(1, z) < 0;
                // A sum of zeros with different signs, or one that cancels, is -0 only when rounding down.
                return sameSigns && x * y == 0 ? nearest : this == DOWN ? -0f : 0f;
            }
            boolean up = this == UP || (this == ZERO && exact.signum() < 0);
            if (exact.compareTo(new BigDecimal(-Float.MAX_VALUE)) < 0) {
                return up ? -Float.MAX_VALUE : Float.NEGATIVE_INFINITY;
            }
            float below = Float.isInfinite(nearest) ? Math.copySign(Float.MAX_VALUE, nearest) : nearest;
            while (new BigDecimal(below).compareTo(exact) > 0) {
                below = Math.nextDown(below);
            }
            if (new BigDecimal(below).compareTo(exact) == 0) {
                return below;
            }
            return up ? Math.nextUp(below) : below;
        }
    }

    @Test
    void convertsAndClampsBetweenFloatsAndWholeNumbers() {
        float[] a = values(3);
        int[] b = new Numbers(4).anyInts(N);
        Region out = device.room(8 * 10 * N);
        Region reals = device.room(4 * 5 * N);

        device.run(MODULE, "conversions", GRID, BLOCK, 0, device.floats(a), device.ints(b), out, reals, N);

        long[] seen = Device.longsOf(out);
        float[] seenReals = Device.floatsOf(reals);
        for (int i = 0; i < N; i++) {
            float x = a[i];
            // NaN becomes 0, but the middle of the range from f64 and to 64 bits (PTX ISA 9.0, section "cvt"). C's
            // narrow conversion goes
            // through an int.
            long[] expected = {
                (int) x,
                unsigned(x),
                Float.isNaN(x) ? Long.MIN_VALUE : (long) x,
                (int) Math.rint(x),
                (int) Math.ceil(x),
                unsigned((float) Math.floor(x)),
                (int) x & 255,
                Float.isNaN(x) ? Integer.MIN_VALUE : (int) Math.rint(x * 0.5),
                unsignedLong(Math.abs(x) * 3),
                Double.doubleToRawLongBits(x)
            };
            for (int k = 0; k < 10; k++) {
                if (k == 9 && Float.isNaN(x)) {
                    assertThat(Double.longBitsToDouble(seen[10 * i + k])).isNaN();
                } else {
                    assertThat(seen[10 * i + k]).as("[%d] of %s", k, x).isEqualTo(expected[k]);
                }
            }
            float towardsZero = Rounding.ZERO.sum((float) (b[i] >> 12) * 4096, b[i] & 4095);
            double third = b[i] / 3.0;
            float[] expectedReals = {
                b[i],
                Integer.toUnsignedLong(b[i]),
                towardsZero,
                b[i] * 0x10001L,
                (double) (float) third > third ? Math.nextDown((float) third) : (float) third
            };
            assertThat(Arrays.copyOfRange(seenReals, 5 * i, 5 * i + 5))
                    .as("%d", b[i])
                    .isEqualTo(expectedReals);
        }
    }

    private static long unsigned(float x) {
        return Math.min(Math.max((long) x, 0), 0xffffffffL);
    }

    private static long unsignedLong(float x) {
        if (Float.isNaN(x)) {
            return Long.MIN_VALUE;
        }
        BigInteger most = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
        return Float.isInfinite(x)
                ? -1
                : new BigDecimal(x).toBigInteger().min(most).longValue();
    }

    @Test
    void computesDoubles() {
        double[] a = new Numbers(5).doubles(N);
        double[] b = new Numbers(6).doubles(N);
        for (int i = 0; i < N; i++) {
            a[i] = Math.scalb(a[i], i % 80 - 40);
            b[i] = Math.scalb(b[i], i % 33 - 10);
        }
        Region out = device.room(8 * 8 * N);

        device.run(MODULE, "double_exact", GRID, BLOCK, 0, device.doubles(a), device.doubles(b), out, N);

        for (int i = 0; i < N; i++) {
            double x = a[i];
            double y = b[i];
            BigDecimal product = new BigDecimal(x).multiply(new BigDecimal(y));
            BigDecimal sum = new BigDecimal(x).add(new BigDecimal(y));
            double nearProduct = x * y;
            double nearSum = x + y;
            double[] expected = {
                x / y,
                Math.sqrt(Math.abs(x)),
                Math.fma(x, y, -1),
                new BigDecimal(nearProduct).abs().compareTo(product.abs()) > 0
                        ? Math.nextAfter(nearProduct, 0)
                        : nearProduct,
                new BigDecimal(nearSum).compareTo(sum) < 0 ? Math.nextUp(nearSum) : nearSum,
                Math.min(x, Math.floor(y)),
                Math.rint(x) + (long) y,
                1 / x
            };
            assertThat(Arrays.copyOfRange(Device.doublesOf(out), 8 * i, 8 * i + 8))
                    .as("%s and %s", x, y)
                    .isEqualTo(expected);
        }
    }
}
