package dev.diptych.sim.ptx.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.memory.Region;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashTest {
    private static final String MODULE = "hash";

    private final Device device = new Device();

    @ParameterizedTest(name = "{0} keys")
    @ValueSource(ints = {0, 1, 33, 200})
    void addsUpTheValuesOfEqualKeys(int n) {
        int[] keys = new Numbers(n).ints(n, 0, 100);
        int[] values = new Numbers(n + 1).ints(n, 0, 1000);
        Map<Integer, Integer> expected = new TreeMap<>();
        for (int i = 0; i < n; i++) {
            expected.merge(keys[i], values[i], Integer::sum);
        }
        int slots = 128;
        int[] empty =
                IntStream.range(0, 2 * slots).map(i -> i % 2 == 0 ? -1 : 0).toArray();
        Region table = device.ints(empty);

        device.run(
                MODULE,
                "hash_insert",
                Dim.of(4),
                Dim.of(64),
                0,
                table,
                slots - 1,
                device.ints(keys),
                device.ints(values),
                n);

        int[] wanted = IntStream.range(0, 120).toArray();
        Region found = device.room(4 * 120);
        device.run(MODULE, "hash_lookup", Dim.of(2), Dim.of(64), 0, table, slots - 1, device.ints(wanted), found, 120);
        assertThat(Device.intsOf(found))
                .isEqualTo(Arrays.stream(wanted)
                        .map(k -> expected.getOrDefault(k, -1))
                        .toArray());
    }

    @Test
    void swapsKeyAndValueTogether() {
        int n = 150;
        int[] keys = new Numbers(2).ints(n, 0, 60);
        long[] empty = new long[64];
        Arrays.fill(empty, -1);
        Region table = device.longs(empty);

        device.run(MODULE, "hash_insert_64", Dim.of(3), Dim.of(64), 0, table, 63, device.ints(keys), n);

        Map<Integer, Long> first = new TreeMap<>();
        for (int i = 0; i < n; i++) {
            first.putIfAbsent(keys[i], (long) keys[i] << 32 | i);
        }
        assertThat(Arrays.stream(Device.longsOf(table))
                        .filter(v -> v != -1)
                        .sorted()
                        .toArray())
                .isEqualTo(first.values().stream().mapToLong(v -> v).sorted().toArray());
    }

    @Test
    void chainsNodesInBuckets() {
        int n = 130;
        int[] keys = new Numbers(3).anyInts(n);
        int[] none = new int[10];
        Arrays.fill(none, -1);
        Region heads = device.ints(none);
        Region next = device.room(4L * n);
        Region length = device.room(40);

        device.run(MODULE, "chain_insert", Dim.of(3), Dim.of(64), 0, heads, next, device.ints(keys), 10, n);
        device.run(MODULE, "chain_length", Dim.of(1), Dim.of(32), 0, heads, next, length, 10);

        int[] expected = new int[10];
        for (int key : keys) {
            expected[Integer.remainderUnsigned(key, 10)]++;
        }
        assertThat(Device.intsOf(length)).isEqualTo(expected);
    }

    @Test
    void letsLanesThroughALockOneByOne() {
        Region counter = device.zeros(4);
        Region history = device.room(4 * 96);

        device.run(MODULE, "lock_all_threads", Dim.of(2), Dim.of(48), 0, device.zeros(4), counter, history);

        assertThat(Device.intsOf(counter)).containsExactly(96);
        assertThat(Device.intsOf(history))
                .containsExactlyInAnyOrder(IntStream.range(0, 96).toArray());
    }

    @Test
    void takesALockByBlock() {
        double[] in = new Numbers(4).wholeDoubles(128, -100, 100);
        Region total = device.doubles(0);

        device.run(MODULE, "lock_block", Dim.of(4), Dim.of(32), 0, device.zeros(4), total, device.doubles(in));

        assertThat(Device.doublesOf(total)).containsExactly(Arrays.stream(in).sum());
    }

    @Test
    void schedulesLanesThatSpinOutsideOfALockOneOfThemHolds() {
        Region counter = device.zeros(4);

        device.run(MODULE, "lock_independent", Dim.of(2), Dim.of(40), 0, device.zeros(4), counter);

        assertThat(Device.intsOf(counter)).containsExactly(80);
    }

    @ParameterizedTest(name = "{0} blocks, {1} rounds")
    @CsvSource({"1, 3", "2, 1", "5, 4"})
    void letsBlocksWaitForOneAnother(int blocks, int rounds) {
        int[] cells = new Numbers(5).ints(blocks * 64, 0, 100);
        Region region = device.ints(cells);

        device.run(MODULE, "grid_ring", Dim.of(blocks), Dim.of(64), 0, region, rounds);

        for (int r = 0; r < rounds; r++) {
            int[] before = cells.clone();
            for (int i = 0; i < cells.length; i++) {
                cells[i] = before[(i + cells.length - 64) % cells.length] + i % 64;
            }
        }
        assertThat(Device.intsOf(region)).isEqualTo(cells);
    }

    @ParameterizedTest(name = "{0} rounds")
    @ValueSource(ints = {0, 1, 2, 5})
    void passesRowsBetweenWarpsByNamedBarriers(int rounds) {
        int[] in = new Numbers(rounds).anyInts(32 * rounds);
        Region out = device.room(4L * 32 * rounds);

        device.run(MODULE, "named_barriers", Dim.of(1), Dim.of(64), 0, device.ints(in), out, rounds);

        int[] expected = new int[32 * rounds];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = in[i / 32 * 32 + 31 - i % 32] * 3;
        }
        assertThat(Device.intsOf(out)).isEqualTo(expected);
    }

    @Test
    void countsAndVotesAtBarriers() {
        int[] in = new Numbers(6).ints(200, -60, 100);
        Arrays.fill(in, 100, 200, 99);
        in[150] = 100;
        Region out = device.room(4 * 3 * 2);

        device.run(MODULE, "block_votes", Dim.of(2), Dim.of(100), 0, device.ints(in), out);

        int positive = (int) Arrays.stream(in, 0, 100).filter(v -> v > 0).count();
        int all = Arrays.stream(in, 0, 100).allMatch(v -> v > -50) ? 1 : 0;
        assertThat(Device.intsOf(out)).containsExactly(positive, all, 0, 100, 1, 1);
    }
}
