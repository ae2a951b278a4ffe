package dev.diptych.sim.ptx.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.memory.Region;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {
    private static final String MODULE = "histogram";

    private final Device device = new Device();

    @ParameterizedTest(name = "{0} of {1} bytes")
    @CsvSource({
        "histogram_global, 0",
        "histogram_global, 1",
        "histogram_global, 1000",
        "histogram_shared, 0",
        "histogram_shared, 3",
        "histogram_shared, 33",
        "histogram_shared, 1001"
    })
    void countsBytes(String kernel, int n) {
        byte[] in = new Numbers(n).bytes(n);
        Region bins = device.zeros(4 * 256);

        device.run(MODULE, kernel, Dim.of(2), Dim.of(96), 0, device.bytes(in), bins, n);

        assertThat(Device.intsOf(bins)).isEqualTo(counts(in, 256, 0));
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {0, 1, 63, 64, 65, 3000})
    void countsInBytesThatThreadsKeepToThemselves(int n) {
        byte[] in = new Numbers(n).bytes(n);
        Region bins = device.zeros(4 * 64);

        device.run(MODULE, "histogram_private", Dim.of(2), Dim.of(64), 0, device.bytes(in), bins, n);

        assertThat(Device.intsOf(bins)).isEqualTo(counts(in, 64, 2));
    }

    @ParameterizedTest(name = "{0} keys")
    @ValueSource(ints = {0, 1, 31, 32, 33, 250})
    void electsOneOfTheLanesWithTheSameKey(int n) {
        int[] keys = new Numbers(n).ints(n, 0, 9);
        Region bins = device.zeros(4 * 9);

        device.run(MODULE, "histogram_match", Dim.of(4), Dim.of(64), 0, device.ints(keys), bins, n);

        int[] expected = new int[9];
        for (int key : keys) {
            expected[key]++;
        }
        assertThat(Device.intsOf(bins)).isEqualTo(expected);
    }

    private static int[] counts(byte[] in, int bins, int shift) {
        int[] counts = new int[bins];
        for (byte b : in) {
            counts[(b & 255) >> shift]++;
        }
        return counts;
    }

    @Test
    void makesAMaximumOfFloatsFromCompareAndSwap() {
        float[] in = new Numbers(4).floats(333);
        Region most = device.floats(-1000f);

        device.run(MODULE, "atomic_max_float", Dim.of(3), Dim.of(128), 0, device.floats(in), most, 333);

        float expected = -1000f;
        for (float v : in) {
            expected = Math.max(expected, v);
        }
        assertThat(Device.floatsOf(most)).containsExactly(expected);
    }

    @Test
    void endsAtomicsOfAllKindsWhateverTheOrder() {
        int n = 3 * 80;
        Region out = device.ints(100, 0, -1000, 1000, 0, 0);
        Region words = device.ints(-1, 0, 0, 0, 5, 0, -1);
        Region longs = device.longs(0, 0, 0, 0, 0, 0);
        Region real = device.floats(1f);
        Region wide = device.doubles(1);

        device.run(MODULE, "atomics_global", Dim.of(3), Dim.of(80), 0, out, words, longs, real, wide);

        int[] hashes = IntStream.range(0, n).map(i -> i * (int) 2654435761L).toArray();
        int[] flipped = Arrays.stream(hashes).map(v -> v ^ Integer.MIN_VALUE).toArray();
        int[] hops = IntStream.range(0, n).map(i -> i * 37 % 101 - 50).toArray();
        assertThat(Device.intsOf(out))
                .containsExactly(
                        100 + n * (n - 1) / 2,
                        -3 * n,
                        Arrays.stream(hops).max().orElseThrow(),
                        Arrays.stream(hops).min().orElseThrow(),
                        2 * n,
                        n);
        int wrappedDown = 5;
        for (int i = 0; i < n; i++) {
            wrappedDown = wrappedDown == 0 || wrappedDown > 11 ? 11 : wrappedDown - 1;
        }
        assertThat(Device.intsOf(words))
                .containsExactly(
                        ~0x7f,
                        0x7fffffff,
                        Arrays.stream(hashes).reduce(0, (a, b) -> a ^ b),
                        n % 17,
                        wrappedDown,
                        Arrays.stream(flipped).max().orElseThrow() ^ Integer.MIN_VALUE,
                        Arrays.stream(flipped).min().orElseThrow() ^ Integer.MIN_VALUE);
        long largest = (long) (n - 1) * (n - 1) * 0x100000001L;
        assertThat(Device.longsOf(longs)).containsExactly((long) n << 33, largest, -1L, -100L, 7L, 1L);
        assertThat(Device.floatsOf(real)).containsExactly(1 + 0.25f * n);
        assertThat(Device.doublesOf(wide)).containsExactly(1 + 0.125 * n);
    }

    @Test
    void givesEveryThreadATicketOfItsOwn() {
        Region tickets = device.room(4 * 150);
        Region next = device.ints(10);

        device.run(MODULE, "tickets", Dim.of(2), Dim.of(75), 0, tickets, next);

        assertThat(Device.intsOf(tickets))
                .containsExactlyInAnyOrder(IntStream.range(10, 160).toArray());
        assertThat(Device.intsOf(next)).containsExactly(160);
    }

    @Test
    void endsAtomicsOnSharedMemoryWhateverTheOrder() {
        int[] in = new Numbers(5).ints(200, -30000, 30000);
        Region out = device.room(4 * 8 * 2);

        device.run(MODULE, "atomics_shared", Dim.of(2), Dim.of(100), 0, device.ints(in), out);

        int[] expected = new int[16];
        for (int b = 0; b < 2; b++) {
            int[] part = Arrays.copyOfRange(in, 100 * b, 100 * b + 100);
            int sum = Arrays.stream(part).sum();
            int[] row = {
                Arrays.stream(part).min().orElseThrow(),
                Arrays.stream(part).max().orElseThrow(),
                sum,
                (int) ((sum * 0x10001L) >> 16),
                50,
                150,
                200,
                0
            };
            System.arraycopy(row, 0, expected, 8 * b, 8);
        }
        assertThat(Device.intsOf(out)).isEqualTo(expected);
    }
}
