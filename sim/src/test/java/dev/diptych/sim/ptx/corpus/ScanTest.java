package dev.diptych.sim.ptx.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.memory.Region;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScanTest {
    private static final String MODULE = "scan";

    private final Device device = new Device();

    @ParameterizedTest(name = "{0} elements")
    @ValueSource(ints = {0, 1, 31, 32, 33, 100})
    void scansWarpsAndTilesOfThem(int n) {
        int[] in = new Numbers(n).anyInts(n);
        Region warps = device.room(4L * n);
        Region tiles = device.room(4L * n);

        device.run(MODULE, "scan_warps", Dim.of(2), Dim.of(64), 0, device.ints(in), warps, n);
        device.run(MODULE, "scan_groups", Dim.of(2), Dim.of(64), 0, device.ints(in), tiles, n);

        int[] inclusive = in.clone();
        int[] exclusive = new int[n];
        for (int i = 1; i < n; i++) {
            inclusive[i] += i % 32 == 0 ? 0 : inclusive[i - 1];
            exclusive[i] = i % 16 == 0 ? 0 : exclusive[i - 1] + in[i - 1];
        }
        assertThat(Device.intsOf(warps)).isEqualTo(inclusive);
        assertThat(Device.intsOf(tiles)).isEqualTo(exclusive);
    }

    @ParameterizedTest(name = "{0} elements")
    @ValueSource(ints = {1, 2, 31, 32, 33, 200})
    void scansABlockWithTwoBuffers(int n) {
        float[] in = new Numbers(n).wholes(n, -50, 50);
        Region out = device.room(4L * n);

        device.run(MODULE, "scan_hillis_steele", Dim.of(1), Dim.of(n), 2 * 4 * n, device.floats(in), out, n);

        float[] expected = new float[n];
        for (int i = 1; i < n; i++) {
            expected[i] = expected[i - 1] + in[i - 1];
        }
        assertThat(Device.floatsOf(out)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} elements, index skewed by its upper {1} bits")
    @CsvSource({"2, 31", "64, 31", "64, 5", "256, 5", "512, 31"})
    void scansABlockUpAndDownATree(int n, int skew) {
        int[] in = new Numbers(n).anyInts(2 * n);
        Region data = device.ints(in);

        device.run(MODULE, "scan_blelloch", Dim.of(2), Dim.of(n / 2), 4 * (n + (n >> 5)), data, n, skew);

        int[] expected = new int[2 * n];
        for (int i = 1; i < 2 * n; i++) {
            expected[i] = i == n ? 0 : expected[i - 1] + in[i - 1];
        }
        assertThat(Device.intsOf(data)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} elements")
    @ValueSource(ints = {1, 255, 256, 257, 2000})
    void looksBackOverTheBlocksBefore(int n) {
        int[] in = new Numbers(n).ints(n, 0, 1000);
        Region out = device.room(4L * n);
        int blocks = (n + 255) / 256;

        device.run(
                MODULE,
                "scan_look_back",
                Dim.of(blocks),
                Dim.of(256),
                0,
                device.ints(in),
                out,
                device.zeros(4),
                device.zeros(8L * blocks),
                n);

        Arrays.parallelPrefix(in, Integer::sum);
        assertThat(Device.intsOf(out)).isEqualTo(in);
    }

    @ParameterizedTest(name = "{0} elements")
    @ValueSource(ints = {0, 1, 31, 33, 200})
    void keepsThePositiveOnes(int n) {
        int[] in = new Numbers(n).ints(n, -10, 10);
        int[] expected = Arrays.stream(in).filter(v -> v > 0).sorted().toArray();
        for (String kernel : new String[] {"compact_ballot", "compact_coalesced"}) {
            Region out = device.room(4L * n);
            Region count = device.zeros(4);

            device.runInAnyOrder(MODULE, kernel, Dim.of(4), Dim.of(64), 0, device.ints(in), out, count, n);

            int[] kept = Arrays.copyOf(Device.intsOf(out), Device.intsOf(count)[0]);
            Arrays.sort(kept);
            assertThat(kept).as(kernel).isEqualTo(expected);
        }
    }

    @Test
    void asksAndMatchesTheLanesOfAWarp() {
        int[] in = new Numbers(3).ints(96, 0, 100);
        Arrays.fill(in, 32, 64, 70);
        Region out = device.room(4 * 6 * 96);

        device.run(MODULE, "votes", Dim.of(1), Dim.of(96), 0, device.ints(in), out);

        for (int i = 0; i < 96; i++) {
            int[] warp = Arrays.copyOfRange(in, i / 32 * 32, i / 32 * 32 + 32);
            int v = in[i];
            int odd = lanes(warp, u -> u % 2 != 0);
            boolean allSame = lanes(warp, u -> u / 64 == warp[0] / 64) == -1;
            assertThat(Arrays.copyOfRange(Device.intsOf(out), 6 * i, 6 * i + 6))
                    .as("thread %d", i)
                    .containsExactly(
                            lanes(warp, u -> u > 90) != 0 ? 1 : 0,
                            1,
                            lanes(warp, u -> u == v),
                            allSame ? -1 : 0,
                            allSame ? 1 : 0,
                            v % 2 != 0 ? odd : lanes(warp, u -> u % 2 == 0 && u % 3 == 0));
        }
    }

    private static int lanes(int[] warp, IntPredicate holds) {
        int mask = 0;
        for (int lane = 0; lane < 32; lane++) {
            mask |= holds.test(warp[lane]) ? 1 << lane : 0;
        }
        return mask;
    }
}
