package dev.diptych.model.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.LatencySpec;
import dev.diptych.model.hw.PipeSpec;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.hw.SmSpec;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Expected values follow by hand, as the comments show, from the rules of {@code cuda_occupancy.h} (CUDA toolkit) and the limits of compute capabilities
 * in the CUDA C++ Programming Guide, appendix "Compute Capabilities".
 */
class FootprintTest {
    /** Volta: no share of the system's, granules of 256 bytes. */
    private static final SmSpec HOPPER = Platforms.load("h200").gpus().get(0).sm();

    private static final SmSpec VOLTA = new SmSpec(
            2048,
            32,
            65536,
            256,
            4,
            98304,
            98304,
            256,
            0,
            new PipeSpec(4, 4, 2, 2, 2, 0.5, 1, 0.5, 0.5),
            new LatencySpec(4, 8, 18, 33, 29, 60, 24, 20, 0),
            6);

    @ParameterizedTest(name = "cc 9.0: {0} threads, {1} registers, {2} shared bytes: {3} blocks, limited by {4}")
    @CsvSource({
        "256,  32,      0,  8, threads",
        "32,   16,      0, 32, blocks",
        "1024, 32,      0,  2, threads",
        // 62 x 32 = 1984 registers of a warp, rounded up to 2048; a scheduler's 16384 hold 8 warps, so 32 in all.
        "256,  62,      0,  4, registers",
        "256,  64,      0,  4, registers",
        // 65 x 32 = 2080, up to 2304: 7 warps a scheduler, 28 in all, 8 of them a block.
        "256,  65,      0,  3, registers",
        // 2560: 6 warps a scheduler, 24 in all, 5 of them a block.
        "160,  80,      0,  4, registers",
        // 8192: 2 warps a scheduler.
        "32,  255,      0,  8, registers",
        // 168 x 32 = 5376: 3 warps a scheduler, 12 in all; 65536 / 5376 would be 12.2.
        "32,  168,      0, 12, registers",
        "96,  168,      0,  4, registers",
        // 104 x 32 = 3328: 4 warps a scheduler, 16 in all, where 65536 / 3328 is 19.7.
        "32,  104,      0, 16, registers",
        // 233472 / (48 KiB + 1 KiB) = 4.65
        "128,  32,  49152,  4, shared memory",
        // 233472 / (round up 1000 to 1024 + 1024) = 114, so threads: 64 warps / 2
        "64,   16,   1000, 32, threads and blocks",
        "128,  32, 232448,  1, shared memory",
        "128,  32, 115712,  2, shared memory to the byte",
        "128,  32, 115713,  1, shared memory, one byte more",
        "33,   16,      0, 32, blocks: 2 warps each",
        "96,   16,      0, 21, threads: 3 warps each",
    })
    void fitsOnHopper(int threads, int registers, int shared, int blocks, String limit) {
        assertThat(Footprint.of(threads, registers, shared, HOPPER).blocksPerSm(HOPPER))
                .as(limit)
                .isEqualTo(blocks);
    }

    @ParameterizedTest(name = "cc 7.0: {0} threads, {1} registers, {2} shared bytes: {3} blocks")
    @CsvSource({"256, 32, 0, 8", "256, 32, 49152, 2", "256, 32, 98304, 1", "128, 32, 257, 16", "64, 16, 3000, 32"})
    void fitsOnVolta(int threads, int registers, int shared, int blocks) {
        assertThat(Footprint.of(threads, registers, shared, VOLTA).blocksPerSm(VOLTA))
                .isEqualTo(blocks);
    }

    @Test
    void refusesWhatCanNeverRun() {
        assertRefused(launch(1025, 16, 0, 0), "1025 threads per block, but this GPU has at most 1024");
        assertRefused(launch(32, 256, 0, 0), "256 registers per thread");
        assertRefused(launch(32, 16, 232448, 1), "232449 bytes of shared memory per block");
        // 65 x 32 rounds up to 2304; 32 warps take 73728 of 65536.
        assertRefused(launch(1024, 65, 0, 0), "73728 registers per block, but this GPU has at most 65536");
        assertThat(Footprint.of(launch(1024, 64, 232448, 0), HOPPER).blocksPerSm(HOPPER))
                .isEqualTo(1);
    }

    private static void assertRefused(Launch launch, String message) {
        assertThatThrownBy(() -> Footprint.of(launch, HOPPER))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("launch of m/k asks for")
                .hasMessageContaining(message);
    }

    private static Launch launch(int threads, int registers, int staticShared, int dynamicShared) {
        return new Launch(
                new Kernel("m", "k", registers, staticShared), Dim.of(1), Dim.of(threads), dynamicShared, List.of(), 0);
    }
}
