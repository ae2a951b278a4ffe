package dev.diptych.model.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.table.Varints;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BlockTraceTest {
    private record Block(long op, int sm, long startNanos, long endNanos) {}

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void tellsWhatWasAddedToIt(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Block> added = new ArrayList<>();
        long endNanos = 0;
        for (int i = 0; i < 50_000; i++) {
            // Up to times of 52 bits, whose durations take eight bytes.
            endNanos += random.nextLong(1L << random.nextInt(1, 36));
            long startNanos = endNanos - random.nextLong(endNanos + 1);
            added.add(new Block(random.nextInt(1 << random.nextInt(1, 31)), random.nextInt(200), startNanos, endNanos));
        }
        BlockTrace trace = new BlockTrace();
        added.forEach(block -> trace.add(block.op, block.sm, block.startNanos, block.endNanos));

        assertThat(blocks(trace)).isEqualTo(added);
        assertThat(blocks(copy(trace))).isEqualTo(added);
        assertThat(trace.count()).isEqualTo(added.size());
    }

    @Test
    void goesOnWhereAReadTraceEnds() {
        BlockTrace trace = new BlockTrace();
        trace.add(7, 1, 100, 200);
        BlockTrace copy = copy(trace);
        copy.add(8, 2, 150, 250);

        assertThat(blocks(copy)).containsExactly(new Block(7, 1, 100, 200), new Block(8, 2, 150, 250));
    }

    @Test
    void refusesABlockThatEndsTooEarly() {
        BlockTrace trace = new BlockTrace();
        trace.add(0, 0, 100, 200);

        assertThatThrownBy(() -> trace.add(0, 0, 100, 199)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> trace.add(0, 0, 301, 300)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesColumnsThatAreNoTrace() {
        BlockTrace trace = new BlockTrace();
        trace.add(0, 0, 100, 200);
        List<Varints> columns = trace.columns();

        assertRefused(2, columns, "inside a row");
        assertRefused(0, columns, "more than the 0 blocks");
        assertRefused(1, columns.subList(0, 3), "4 columns, not 3");
        assertRefused(1, List.of(column(5), column(6), column(0), column(0)), "from -1 ns");
        assertRefused(1, List.of(column(5), column(5), column(1L << 33), column(0)), "on SM 8589934592");
        // -1 as a difference.
        assertRefused(1, List.of(column(5), column(5), column(0), column(1)), "operation -1");
    }

    @Test
    void refusesANumberOfMoreThan64Bits() {
        Varints tooLong = Varints.of(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1});

        assertRefused(1, List.of(tooLong, column(0), column(0), column(0)), "too long");
    }

    private static void assertRefused(long count, List<Varints> columns, String message) {
        assertThatThrownBy(() -> BlockTrace.of(count, columns))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static Varints column(long value) {
        Varints column = new Varints();
        column.add(value);
        return column;
    }

    private static BlockTrace copy(BlockTrace trace) {
        return BlockTrace.of(
                trace.count(),
                trace.columns().stream()
                        .map(column -> Varints.of(column.toBytes()))
                        .toList());
    }

    private static List<Block> blocks(BlockTrace trace) {
        List<Block> blocks = new ArrayList<>();
        BlockTrace.Cursor cursor = trace.cursor();
        while (cursor.next()) {
            blocks.add(new Block(cursor.op(), cursor.sm(), cursor.startNanos(), cursor.endNanos()));
        }
        return blocks;
    }
}
