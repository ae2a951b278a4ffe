package dev.diptych.sim.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.hw.Gpu;
import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.memory.Region;
import dev.diptych.sim.ptx.syntax.Space;
import org.junit.jupiter.api.Test;

class SharedLinesTest {
    private static final int LINE_BYTES = 128;
    private static final int LINES = 4096;
    private static final double MANY_BLOCKS = 1e18;
    private static final long LARGE_BYTES = 1L << 40;

    private final GlobalMemory memory = new GlobalMemory();
    private final Region region = memory.allocate("table", new Gpu(0), (long) LINES * LINE_BYTES);
    private final Region other = memory.allocate("other", new Gpu(0), (long) LINES * LINE_BYTES);
    private final SharedLines shared = new SharedLines(memory, LINE_BYTES);

    @Test
    void linesThatAllBlocksLoadAreAllFoundAndTakeTheRoomOfOneBlock() {
        load(0, region, 0, LINES);
        load(1, region, 0, LINES);

        shared.conclude(4, MANY_BLOCKS, LARGE_BYTES);

        assertThat(foundOf(region)).isEqualTo(LINES);
        assertThat(shared.crowding()).isEqualTo(1);
    }

    @Test
    void linesOfOneBlockEachAreNeverFoundAndTakeTheRoomOfAllBlocks() {
        load(0, region, 0, LINES / 2);
        load(1, region, LINES / 2, LINES);

        shared.conclude(4, MANY_BLOCKS, LARGE_BYTES);

        assertThat(foundOf(region)).isZero();
        assertThat(shared.crowding()).isEqualTo(4);
    }

    @Test
    void moreMatesFindMore() {
        // Of three blocks, two load each line: another block has it with probability 1/2.
        load(0, region, 0, 8);
        load(1, region, 0, 4);
        load(2, region, 4, 8);

        shared.conclude(1, MANY_BLOCKS, LARGE_BYTES);
        assertThat(foundShare()).isCloseTo(0.5, within(0.01));
        assertThat(shared.crowding()).isEqualTo(1);

        shared.conclude(3, MANY_BLOCKS, LARGE_BYTES);
        assertThat(foundShare()).isCloseTo(0.875, within(0.01));
        assertThat(shared.crowding()).isEqualTo(2);
    }

    @Test
    void theFirstBlockOfAMultiprocessorFindsNothing() {
        load(0, region, 0, 8);
        load(1, region, 0, 8);

        shared.conclude(1, 4, LARGE_BYTES);
        assertThat(foundShare()).isCloseTo(0.75, within(0.01));

        shared.conclude(1, 0.5, LARGE_BYTES);
        assertThat(foundOf(region)).isZero();
    }

    @Test
    void ofMoreThanFitsAsMuchAsFitsIsFound() {
        load(0, region, 0, 8);
        load(1, region, 0, 8);

        shared.conclude(1, MANY_BLOCKS, 2 * LINE_BYTES);

        assertThat(foundShare()).isCloseTo(0.25, within(0.01));
    }

    @Test
    void onlyTheFirstLoadOfALineByABlockCounts() {
        load(0, region, 0, 4);
        load(0, region, 0, 4);
        touch(1, MemoryAccess.Kind.STORE, region, 0);
        touch(1, MemoryAccess.Kind.ATOMIC, region, 1);
        load(1, region, 4, 8);

        shared.conclude(2, MANY_BLOCKS, LARGE_BYTES);

        assertThat(foundOf(region)).isZero();
        assertThat(shared.crowding()).isEqualTo(2);
    }

    @Test
    void eachRegionHasAShareOfItsOwn() {
        load(0, region, 0, 8);
        load(0, other, 0, 8);
        load(1, region, 0, 8);
        load(1, other, 8, 16);

        shared.conclude(1, MANY_BLOCKS, LARGE_BYTES);

        assertThat(foundOf(region)).isEqualTo(LINES);
        assertThat(foundOf(other)).isZero();
        assertThat(shared.isFound(null, region.address())).isFalse();
    }

    /** They see what other multiprocessors stored, so what a mate has loaded is of no use to them. */
    @Test
    void loadsPastTheFirstLevelShareNothing() {
        MemoryAccess past = new MemoryAccess(MemoryAccess.Kind.LOAD, Space.GLOBAL, 4, false, true);
        for (int block = 0; block < 2; block++) {
            shared.touch(block, 0, past, region.address(), 32);
        }

        shared.conclude(4, MANY_BLOCKS, LARGE_BYTES);

        assertThat(foundOf(region)).isZero();
    }

    @Test
    void withoutLoadsNothingIsFoundAndNothingIsShared() {
        shared.conclude(3, MANY_BLOCKS, LARGE_BYTES);

        assertThat(foundOf(region)).isZero();
        assertThat(shared.crowding()).isEqualTo(3);
    }

    private void load(long block, Region from, int first, int end) {
        for (int line = first; line < end; line++) {
            touch(block, MemoryAccess.Kind.LOAD, from, line);
        }
    }

    private void touch(long block, MemoryAccess.Kind kind, Region of, int line) {
        assertThat(shared.touch(
                        block, 0, new MemoryAccess(kind, Space.GLOBAL, 4), of.address() + (long) line * LINE_BYTES, 32))
                .isFalse();
    }

    private double foundShare() {
        return foundOf(region) / (double) LINES;
    }

    private int foundOf(Region of) {
        int found = 0;
        for (int line = 0; line < LINES; line++) {
            found += shared.isFound(of, of.address() + (long) line * LINE_BYTES) ? 1 : 0;
        }
        return found;
    }
}
