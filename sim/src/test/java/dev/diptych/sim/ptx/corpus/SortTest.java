package dev.diptych.sim.ptx.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.memory.Region;
import java.util.Arrays;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SortTest {
    private static final String MODULE = "sort";

    private final Device device = new Device();

    @ParameterizedTest(name = "{0} keys by {1} threads, descending: {2}")
    @CsvSource({"1, 1, 0", "2, 1, 0", "64, 32, 0", "256, 96, 1", "1024, 512, 0"})
    void sortsKeysWithTheirValuesInANetwork(int n, int threads, int descending) {
        // Different keys, so that there is one right order; the value of a key is its complement.
        int[] keys = new int[n];
        for (int i = 0; i < n; i++) {
            keys[i] = i * 0x9E3779B1;
        }
        int[] values = Arrays.stream(keys).map(k -> ~k).toArray();
        Region keyRegion = device.ints(keys);
        Region valueRegion = device.ints(values);

        device.run(MODULE, "bitonic_block", Dim.of(1), Dim.of(threads), 0, keyRegion, valueRegion, n, descending);

        int[] expected = Arrays.stream(keys)
                .mapToObj(Integer::toUnsignedLong)
                .sorted()
                .mapToInt(Long::intValue)
                .toArray();
        for (int i = 0; descending == 1 && i < n / 2; i++) {
            int swapped = expected[i];
            expected[i] = expected[n - 1 - i];
            expected[n - 1 - i] = swapped;
        }
        assertThat(Device.intsOf(keyRegion)).isEqualTo(expected);
        assertThat(Device.intsOf(valueRegion))
                .isEqualTo(Arrays.stream(expected).map(k -> ~k).toArray());
    }

    @Test
    void sortsFloatsInManyLaunches() {
        float[] in = new Numbers(1).floats(256);
        Region data = device.floats(in);

        for (int k = 2; k <= 256; k *= 2) {
            for (int j = k / 2; j > 0; j /= 2) {
                device.run(MODULE, "bitonic_step", Dim.of(4), Dim.of(64), 0, data, j, k);
            }
        }

        Arrays.sort(in);
        assertThat(Device.floatsOf(data)).isEqualTo(in);
    }

    @Test
    void sortsAWarpByShuffles() {
        int[] in = new Numbers(2).anyInts(96);
        Region data = device.ints(in);

        device.run(MODULE, "bitonic_warp", Dim.of(3), Dim.of(32), 0, data);

        for (int w = 0; w < 96; w += 32) {
            Arrays.sort(in, w, w + 32);
        }
        assertThat(Device.intsOf(data)).isEqualTo(in);
    }

    @ParameterizedTest(name = "{0} elements")
    @ValueSource(ints = {0, 1, 31, 33, 64})
    void sortsShortsByNeighbours(int n) {
        short[] in = new short[n];
        int[] values = new Numbers(n).anyInts(n);
        for (int i = 0; i < n; i++) {
            in[i] = (short) values[i];
        }
        Region data = device.shorts(in);

        device.run(MODULE, "odd_even_sort", Dim.of(1), Dim.of(64), 2 * 64, data, n);

        Arrays.sort(in);
        assertThat(Device.shortsOf(data)).isEqualTo(in);
    }

    @ParameterizedTest(name = "{0} and {1} elements")
    @CsvSource({"1, 0", "0, 5", "33, 31", "100, 64"})
    void mergesByRanks(int na, int nb) {
        long[] a = sorted(3, na);
        long[] b = sorted(4, nb);
        Region out = device.room(8L * (na + nb));

        device.run(MODULE, "merge_ranks", Dim.of(2), Dim.of(64), 0, device.longs(a), na, device.longs(b), nb, out);

        long[] expected = Arrays.copyOf(a, na + nb);
        System.arraycopy(b, 0, expected, na, nb);
        Arrays.sort(expected);
        assertThat(Device.longsOf(out)).isEqualTo(expected);
    }

    private static long[] sorted(long seed, int count) {
        return Arrays.stream(new Numbers(seed).ints(count, -20, 20))
                .asLongStream()
                .sorted()
                .toArray();
    }

    @ParameterizedTest(name = "{0} bits")
    @ValueSource(ints = {0, 1, 8, 32})
    void sortsByBitsAndKeepsTheOrderOfEquals(int bits) {
        int[] in = new Numbers(bits).anyInts(512);
        Region data = device.ints(in);

        device.run(MODULE, "radix_block", Dim.of(2), Dim.of(256), 0, data, bits);

        long mask = (1L << bits) - 1;
        int[] expected = new int[512];
        for (int block = 0; block < 2; block++) {
            int[] part = Arrays.stream(in, 256 * block, 256 * block + 256)
                    .boxed()
                    .sorted(Comparator.comparingLong(v -> v & mask))
                    .mapToInt(v -> v)
                    .toArray();
            System.arraycopy(part, 0, expected, 256 * block, 256);
        }
        assertThat(Device.intsOf(data)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} elements")
    @ValueSource(ints = {0, 1, 33, 700})
    void countsDigits(int n) {
        int[] in = new Numbers(n).anyInts(n);
        Region counts = device.room(4 * 16 * 3);

        device.run(MODULE, "radix_count", Dim.of(3), Dim.of(128), 0, device.ints(in), counts, n, 28);

        int[] expected = new int[48];
        for (int i = 0; i < n; i++) {
            expected[(in[i] >>> 28) * 3 + i / 128 % 3]++;
        }
        assertThat(Device.intsOf(counts)).isEqualTo(expected);
    }
}
