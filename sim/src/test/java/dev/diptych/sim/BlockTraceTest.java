package dev.diptych.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.hw.Platform;
import dev.diptych.model.run.BlockTrace;
import dev.diptych.model.table.Varints;
import dev.diptych.model.work.Phase;
import dev.diptych.sim.work.KernelWork;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BlockTraceTest {
    private static final SimSettings TRACED = SimSettings.DEFAULTS.with(SimSettings.Trace.BLOCKS);
    private static final Platform PLATFORM = Fixture.platform(132);
    private static final KernelWork MIXED =
            Fixture.work("mixed", Phase.memory(Fixture.GPU, 16384, 4096, 4, 0.5), Phase.compute(4000, 2000));
    private static final KernelWork WAIT = Fixture.work("wait", Phase.compute(0, 1_000));

    @Test
    void tellsWhereAndWhenABlockRan() {
        BlockTrace trace = trace(TRACED, WAIT, 3, 32);
        BlockTrace.Cursor cursor = trace.cursor();

        assertThat(trace.count()).isEqualTo(3);
        for (int block = 0; block < 3; block++) {
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.op()).isZero();
            // One after the other, a nanosecond apart, each on the emptiest multiprocessor.
            assertThat(cursor.sm()).isEqualTo(block);
            assertThat(cursor.endNanos() - cursor.startNanos()).isEqualTo(1_000);
        }
        assertThat(cursor.next()).isFalse();
    }

    @Test
    void leavesEveryMultiprocessorRoomForWhatItHolds() {
        BlockTrace.Cursor cursor = trace(TRACED, MIXED, 20_000, 256).cursor();
        // Starts and ends by multiprocessor, ends first among equal times: 8 blocks of 256 threads fit.
        List<TreeSet<Long>> changes = new ArrayList<>();
        for (int sm = 0; sm < 132; sm++) {
            changes.add(new TreeSet<>());
        }
        long id = 0;
        while (cursor.next()) {
            changes.get(cursor.sm()).add((cursor.startNanos() * 2 + 1) * 100_000 + id);
            changes.get(cursor.sm()).add(cursor.endNanos() * 2 * 100_000 + id);
            id++;
        }
        assertThat(id).isEqualTo(20_000);
        for (TreeSet<Long> ofSm : changes) {
            int resident = 0;
            int most = 0;
            for (long change : ofSm) {
                resident += change / 100_000 % 2 == 0 ? -1 : 1;
                most = Math.max(most, resident);
            }
            assertThat(most).isEqualTo(8);
        }
    }

    /** 5.3 bytes: 1.0 each for ends, multiprocessors and operations, 2.3 for durations. As 64-bit times, they would be over 16; no more than 10 is asked for. */
    @Test
    void takesAFewBytesABlock() {
        BlockTrace trace = trace(TRACED, MIXED, 100_000, 256);
        double bytes = trace.columns().stream().mapToLong(Varints::bytes).sum();

        assertThat(bytes / trace.count()).isBetween(4.0, 7.0);
    }

    @Test
    void changesNothing() {
        assertThat(hash(TRACED)).isEqualTo(hash(SimSettings.DEFAULTS));
    }

    @Test
    void isAbsentUnlessAskedFor() {
        assertThat(run(SimSettings.DEFAULTS, WAIT, 3, 32).blocks()).isEmpty();
    }

    private static String hash(SimSettings settings) {
        return run(settings, MIXED, 5_000, 256).fact("eventHash");
    }

    private static BlockTrace trace(SimSettings settings, KernelWork work, int blocks, int threads) {
        return run(settings, work, blocks, threads).blocks().orElseThrow();
    }

    private static Script run(SimSettings settings, KernelWork work, int blocks, int threads) {
        String kernel = work.name().substring(work.name().indexOf('/') + 1);
        return Script.run(
                PLATFORM, settings, List.of(work), script -> script.submit(0, Fixture.launch(kernel, blocks, threads)));
    }
}
