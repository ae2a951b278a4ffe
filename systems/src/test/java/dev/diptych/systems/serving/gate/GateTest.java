package dev.diptych.systems.serving.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.random.Philox;
import dev.diptych.model.work.Footprint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GateTest {
    private static final GpuSpec H200 = Platforms.load("h200").spec(new Gpu(0));

    private record Taken(Footprint block, long blocks) {}

    static List<Gate> gates() {
        return Plugins.all(Gate.class);
    }

    private static Footprint block(int threads, int registers, int sharedBytes) {
        return Footprint.of(threads, registers, sharedBytes, H200.sm());
    }

    /** Whatever was taken and given back in pieces: at the end there is just as much room as at first, to the last block. */
    @ParameterizedTest
    @MethodSource("gates")
    void hasAllItsRoomBackWhenAllHasBeenGivenBack(Gate gate) {
        Gate.Room room = gate.open(H200);
        List<Footprint> blocks =
                List.of(block(1024, 32, 0), block(96, 255, 1000), block(33, 17, 50_000), block(1, 0, 0));
        List<Long> atFirst = blocks.stream().map(block -> mostOf(room, block)).toList();
        List<Taken> taken = new ArrayList<>();
        for (int step = 0; step < 500; step++) {
            if (Philox.unit(1, 1, step) < 0.6) {
                Footprint block = blocks.get((int) (blocks.size() * Philox.unit(1, 2, step)));
                long count = 1 + (long) (300 * Philox.unit(1, 3, step));
                room.take(block, count);
                taken.add(new Taken(block, count));
            } else if (!taken.isEmpty()) {
                Taken some = taken.remove((int) (taken.size() * Philox.unit(1, 4, step)));
                long part = (long) (some.blocks * Philox.unit(1, 5, step));
                room.giveBack(some.block, part);
                taken.add(new Taken(some.block, some.blocks - part));
            }
        }
        taken.forEach(rest -> room.giveBack(rest.block, rest.blocks));
        assertThat(blocks.stream().map(block -> mostOf(room, block)).toList()).isEqualTo(atFirst);
    }

    /** Returns how many such blocks have room, up to a bound that no GPU reaches. */
    private static long mostOf(Gate.Room room, Footprint block) {
        long low = 0;
        long high = 1 << 20;
        while (low < high) {
            long middle = (low + high + 1) / 2;
            if (room.fits(block, middle)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    @Test
    void perSmHasRoomForAsManyBlocksAsTheGpuHolds() {
        Footprint block = block(1024, 32, 0);
        Gate.Room room = new PerSm().open(H200);
        assertThat(mostOf(room, block)).isEqualTo(2 * 132);
        room.take(block, 264);
        assertThat(room.fits(block(1, 0, 0), 1)).isFalse();
    }

    @Test
    void aggregateCountsTheWholeGpuAsOne() {
        Gate.Room room = new Aggregate().open(H200);
        // 40 KB more than half of a multiprocessor's shared memory: one block each, but 1.4 in the sum.
        Footprint block = block(32, 0, 160_000);
        assertThat(mostOf(room, block)).isGreaterThan(132).isLessThan(2 * 132);
    }

    @Test
    void whatIsOwedIsPaidBeforeThereIsRoom() {
        Footprint block = block(1024, 32, 0);
        for (Gate gate : List.of(new PerSm(), new Aggregate())) {
            Gate.Room room = gate.open(H200);
            room.take(block, 300);
            room.giveBack(block, 36);
            assertThat(room.fits(block, 1)).isFalse();
            room.giveBack(block, 1);
            assertThat(room.fits(block, 1)).isTrue();
        }
    }
}
