package dev.diptych.sim.ptx.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.memory.Region;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

/** Whole numbers: every result has one right value. */
class BitsTest {
    private static final String MODULE = "arithmetic";
    private static final int N = 2000;
    private static final Dim GRID = Dim.of((N + 127) / 128);
    private static final Dim BLOCK = Dim.of(128);

    private final Device device = new Device();

    @Test
    void countsShiftsAndMixesBits() {
        int[] a = new Numbers(1).anyInts(N);
        int[] b = new Numbers(2).anyInts(N);
        Region out = device.room(4 * 16 * N);

        device.run(MODULE, "bits", GRID, BLOCK, 0, device.ints(a), device.ints(b), out, N);

        for (int i = 0; i < N; i++) {
            int x = a[i];
            int y = b[i];
            long high = Integer.toUnsignedLong(y);
            long pair = high << 32 | Integer.toUnsignedLong(x);
            int shift = y & 31;
            int clamped = Math.min(y & 63, 32);
            int xUnsignedHigh = (int) ((Integer.toUnsignedLong(x) * high) >>> 32);
            int[] expected = {
                Integer.numberOfLeadingZeros(x),
                Integer.bitCount(x),
                Integer.reverse(x),
                x == 0 ? 0 : Integer.numberOfTrailingZeros(x) + 1,
                permuted(x, y, 0x5140 + (x & 7)),
                (int) (pair << shift >>> 32),
                (int) (pair >>> shift),
                clamped == 32 ? x : (int) (pair << clamped >>> 32),
                7 + bytewise(x, y, (p, q) -> (byte) p * (byte) q, true),
                7 + bytewise(x, y, (p, q) -> p * q, true),
                xUnsignedHigh,
                (int) (((long) x * y) >> 32),
                (int) Math.abs(Integer.toUnsignedLong(x) - high) + 5,
                (x & y) | ((~x & 0x0f0f0f0f) ^ y),
                (int) ((Integer.toUnsignedLong(x) + high) >> 1) + (int) Math.abs((long) x - y) + 1,
                bytewise(x, y, Integer::sum, false)
                        ^ ((Math.max((short) x, (short) y) & 0xffff) | (Math.max(x >> 16, y >> 16) << 16))
                        ^ bytewise(x, y, (p, q) -> p > q ? 255 : 0, false)
            };
            assertThat(Arrays.copyOfRange(Device.intsOf(out), 16 * i, 16 * i + 16))
                    .as("%x and %x", x, y)
                    .isEqualTo(expected);
        }
    }

    /** Returns the sum of an operation on the four pairs of unsigned bytes, or its low bytes packed. */
    private static int bytewise(int x, int y, IntBinaryOperator operator, boolean sum) {
        int result = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int value = operator.applyAsInt(x >>> shift & 255, y >>> shift & 255);
            result = sum ? result + value : result | (value & 255) << shift;
        }
        return result;
    }

    private static int permuted(int x, int y, int selector) {
        long bytes = (long) y << 32 | Integer.toUnsignedLong(x);
        int result = 0;
        for (int i = 0; i < 4; i++) {
            int nibble = (selector >> (4 * i)) & 15;
            result |= (int) ((bytes >>> (8 * (nibble & 7))) & 255) << (8 * i);
        }
        return result;
    }

    @Test
    void computesWith64And128Bits() {
        long[] a = new Numbers(3).anyLongs(N);
        long[] b = new Numbers(4).anyLongs(N);
        Region out = device.room(8 * 12 * N);

        device.run(MODULE, "bits_64", GRID, BLOCK, 0, device.longs(a), device.longs(b), out, N);

        long[] seen = Device.longsOf(out);
        for (int i = 0; i < N; i++) {
            long x = a[i];
            long y = b[i];
            BigInteger ux = new BigInteger(Long.toUnsignedString(x));
            BigInteger uy = new BigInteger(Long.toUnsignedString(y));
            int shift = (int) y & 63;
            long[] expected = {
                x * y,
                ux.multiply(uy).shiftRight(64).longValue(),
                Math.multiplyHigh(x, y),
                Long.bitCount(x) * 100L + Long.numberOfLeadingZeros(x),
                Long.reverse(x),
                Long.divideUnsigned(x, y | 1),
                Long.remainderUnsigned(x, y | 1),
                x / (y >> 20 | 1),
                x >> shift,
                (x << shift) | (x >>> (63 - shift)),
                Long.compareUnsigned(x, y) < 0 ? x - y : x + y,
                ux.shiftLeft(64).or(uy).multiply(BigInteger.TEN).shiftRight(64).longValue()
            };
            assertThat(Arrays.copyOfRange(seen, 12 * i, 12 * i + 12))
                    .as("%x and %x", x, y)
                    .isEqualTo(expected);
        }
    }

    @Test
    void dividesByVariablesAndConstants() {
        int[] a = new Numbers(5).anyInts(N);
        int[] b = new Numbers(6).anyInts(N);
        Region out = device.room(4 * 8 * N);

        device.run(MODULE, "division", GRID, BLOCK, 0, device.ints(a), device.ints(b), out, N);

        int[] seen = Device.intsOf(out);
        for (int i = 0; i < N; i++) {
            int x = a[i];
            int y = b[i] == 0 || (x == Integer.MIN_VALUE && b[i] == -1) ? 1 : b[i];
            int[] expected = {
                x / y,
                x % y,
                Integer.divideUnsigned(x, y),
                Integer.remainderUnsigned(x, y),
                x / 10,
                Integer.remainderUnsigned(x, 1000003),
                (short) x / ((short) y == 0 ? 1 : (short) y),
                (x & 255) % ((y & 255) | 1)
            };
            assertThat(Arrays.copyOfRange(seen, 8 * i, 8 * i + 8))
                    .as("%d and %d", x, y)
                    .isEqualTo(expected);
        }
    }

    @Test
    void cutsAndWidensNarrowNumbers() {
        int[] a = new Numbers(7).anyInts(N);
        Region out = device.room(4 * 6 * N);

        device.run(MODULE, "narrow", GRID, BLOCK, 0, device.ints(a), out, N);

        int[] seen = Device.intsOf(out);
        for (int i = 0; i < N; i++) {
            int x = a[i];
            int[] expected = {
                (byte) x,
                x + 200 & 255,
                (short) (x * 3),
                (x & 0xffff) >> 3,
                (short) ((byte) x * (byte) (x >> 8)),
                ((short) x < (short) (x >> 16) ? 1 : 0) + ((x & 255) > (x >> 8 & 255) ? 2 : 0)
            };
            assertThat(Arrays.copyOfRange(seen, 6 * i, 6 * i + 6)).as("%x", x).isEqualTo(expected);
        }
    }

    @Test
    void runsPtxWrittenByHand() {
        int[] a = new Numbers(8).anyInts(N);
        Region out = device.room(4 * 8 * N);

        device.run(MODULE, "inline_ptx", GRID, BLOCK, 0, device.ints(a), out, N);

        int[] seen = Device.intsOf(out);
        for (int i = 0; i < N; i++) {
            int x = a[i];
            int shiftAmount = x == 0 ? -1 : Integer.numberOfLeadingZeros(x);
            int low24 = x & 0xffffff;
            int[] expected = {
                x >>> 5 & 0x7ff,
                0xfff000ff | (x & 0xfff) << 8,
                2 * x,
                1 + (x >>> 31),
                Integer.compareUnsigned(x, 1000) > 0 ? 1 : 2,
                x ^ x << 3 ^ x >>> 7,
                x << 16 | x >>> 16,
                low24 * low24 + shiftAmount
            };
            assertThat(Arrays.copyOfRange(seen, 8 * i, 8 * i + 8)).as("%x", x).isEqualTo(expected);
        }
    }
}
