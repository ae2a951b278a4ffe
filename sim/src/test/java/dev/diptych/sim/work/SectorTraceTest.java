package dev.diptych.sim.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.hw.Gpu;
import dev.diptych.sim.ptx.exec.MemoryAccess.Kind;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.memory.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SectorTraceTest {
    private static final long LARGE_BYTES = 1L << 36;
    private static final List<Kind> KINDS = List.of(Kind.LOAD, Kind.STORE, Kind.ATOMIC);

    private final GlobalMemory memory = new GlobalMemory();
    private final Region a = memory.allocate("a", new Gpu(0), LARGE_BYTES);
    private final Region b = memory.allocate("b", new Gpu(1), LARGE_BYTES);
    private final SectorTrace trace = new SectorTrace(region -> region == a ? 7 : -8);

    @Test
    void tellsWhatItWasToldOfABlock() {
        SplittableRandom random = new SplittableRandom(1);
        List<String> told = new ArrayList<>();
        trace.begin();
        for (int i = 0; i < 10_000; i++) {
            Region region = random.nextInt(3) == 0 ? a : b;
            Kind kind = KINDS.get(random.nextInt(KINDS.size()));
            long sector = random.nextBoolean() ? i : random.nextLong(LARGE_BYTES / 32);
            trace.add(0, kind, region, region.address() + 32 * sector);
            told.add("%s %d %d".formatted(kind, region == a ? 7 : -8, 32 * sector));
        }
        trace.end();

        List<String> heard = new ArrayList<>();
        trace.replay(3, (slot, kind, index, offset) -> {
            SectorTrace.Part part = trace.parts().get(index);
            assertThat(slot).isZero();
            assertThat(part.bytes()).isEqualTo(LARGE_BYTES);
            assertThat(part.place()).isEqualTo(new Gpu(part.buffer() == 7 ? 0 : 1));
            heard.add("%s %d %d".formatted(kind, part.buffer(), offset));
        });
        assertThat(heard).isEqualTo(told);
    }

    /** Blocks of 6, 2, 5 and 1 accesses in two places, four at a turn. */
    @Test
    void blocksThatRunTogetherTakeTurns() {
        int[] sizes = {6, 2, 0, 5, 1};
        for (int block = 0; block < sizes.length; block++) {
            trace.begin();
            for (int i = 0; i < sizes[block]; i++) {
                trace.add(0, Kind.LOAD, a, a.address() + 32 * (100L * block + i));
            }
        }
        trace.end();

        assertThat(order(2))
                .containsExactly(
                        "0:0", "0:1", "0:2", "0:3", "1:100", "1:101", "0:4", "0:5", "1:300", "1:301", "1:302", "1:303",
                        "0:400", "1:304");
        assertThat(order(2)).isEqualTo(order(2));
        assertThat(order(9)).hasSize(14).startsWith("0:0", "0:1", "0:2", "0:3", "1:100", "1:101", "3:300");
    }

    /** Three warps of 5, 0 and 6 sectors, a barrier, and a sector each. */
    @Test
    void warpsTakeTurnsBetweenBarriers() {
        trace.begin();
        load(0, 0, 5);
        load(2, 20, 6);
        load(0, 40, 1);
        load(1, 50, 1);
        load(2, 60, 1);
        trace.end();

        assertThat(order(1))
                .containsExactly(
                        "0:0", "0:1", "0:2", "0:3", "0:20", "0:21", "0:22", "0:23", "0:4", "0:24", "0:25", "0:40",
                        "0:50", "0:60");
    }

    private void load(int warp, int first, int count) {
        for (int i = 0; i < count; i++) {
            trace.add(warp, Kind.LOAD, a, a.address() + 32L * (first + i));
        }
    }

    private List<String> order(int slots) {
        List<String> order = new ArrayList<>();
        trace.replay(slots, (slot, kind, part, offset) -> order.add(slot + ":" + offset / 32));
        return order;
    }

    @Test
    void aLaunchThatTouchesNothingTellsNothing() {
        trace.end();

        assertThat(order(4)).isEmpty();
    }
}
