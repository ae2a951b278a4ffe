package dev.diptych.sim.ptx.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.Counts;
import dev.diptych.sim.ptx.InstructionClass;
import dev.diptych.sim.ptx.PtxArg;
import dev.diptych.sim.ptx.PtxOptions;
import dev.diptych.sim.ptx.memory.Region;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts that can be worked out on paper from the PTX and the shape of the launch. */
class CountsTest {
    private final Device device = new Device();

    @Test
    void countsAVectorAdditionInstructionByInstruction() {
        Region a = device.zeros(4096);
        Region b = device.zeros(4096);
        Region c = device.room(4096);

        Counts counts = device.run("elementwise", "vector_add_exact", Dim.of(4), Dim.of(256), 0, a, b, c)
                .counts();

        // 32 warps of 19 instructions: 3 parameters, 3 cvta, 3 mov, mad, mul, 3 addresses, 2 loads, add, store, ret.
        assertThat(counts.blocks()).isEqualTo(4);
        assertThat(counts.warps()).isEqualTo(32);
        assertThat(counts.warpInstructions()).isEqualTo(32 * 19);
        assertThat(counts.threadInstructions()).isEqualTo(1024 * 19);
        assertThat(counts.longestWarpInstructions()).isEqualTo(19);
        assertThat(counts.classes())
                .isEqualTo(Map.of(
                        InstructionClass.LOAD, 32L * 5,
                        InstructionClass.INTEGER, 32L * 11,
                        InstructionClass.FLOAT, 32L,
                        InstructionClass.STORE, 32L,
                        InstructionClass.CONTROL, 32L));
        assertThat(counts.branches()).isZero();
        assertThat(counts.globalLoads()).isEqualTo(64);
        assertThat(counts.globalStores()).isEqualTo(32);
        // Three arrays of 1024 floats, each byte touched once, in sectors of 32 bytes.
        assertThat(counts.globalSectors()).isEqualTo(3 * 1024 * 4 / 32);
        assertThat(counts.traffic()).containsExactly(new Counts.Traffic(new Gpu(0), 256, 128, 0));
    }

    @Test
    void countsTheFifthSectorOfAccessesThatStraddle() {
        Region a = device.zeros(4096 + 32);
        Region b = device.zeros(4096);
        Region c = device.room(4096);

        Counts counts = device.run(
                        "elementwise",
                        "vector_add_exact",
                        Dim.of(4),
                        Dim.of(256),
                        0,
                        new PtxArg.I64(a.address() + 4),
                        b,
                        c)
                .counts();

        assertThat(counts.globalSectors()).isEqualTo(32 * (5 + 4 + 4));
    }

    @Test
    void countsTheOneWarpThatAnEndInTheMiddleDivides() {
        Region a = device.zeros(4000);
        Region b = device.zeros(4000);
        Region c = device.room(4000);

        Counts counts = device.run("elementwise", "vector_add", Dim.of(4), Dim.of(256), 0, a, b, c, 1000)
                .counts();

        // Warps 0 to 30 are whole, the last has 1000 - 31 * 32 = 8 elements.
        assertThat(counts.branches()).isEqualTo(32);
        assertThat(counts.divergentBranches()).isEqualTo(1);
        assertThat(counts.globalSectors()).isEqualTo(3 * 1000 * 4 / 32);
    }

    @ParameterizedTest(name = "a stride of {0} floats: {1} sectors a warp access")
    @CsvSource({"1, 4", "2, 8", "3, 12", "8, 32", "100, 32"})
    void countsTheSectorsOfStrides(int stride, int sectors) {
        Region in = device.zeros(4L * 64 * stride);
        Region out = device.room(4L * 64 * stride);

        Counts counts = device.run("elementwise", "strided_copy", Dim.of(1), Dim.of(64), 0, in, out, stride)
                .counts();

        assertThat(counts.globalSectors()).isEqualTo(2L * 2 * sectors);
    }

    @Test
    void countsSixteenSectorsForAWarpOfVectors() {
        Counts counts = device.run(
                        "elementwise",
                        "scale_float4",
                        Dim.of(1),
                        Dim.of(32),
                        0,
                        device.zeros(512),
                        device.room(512),
                        1f,
                        32)
                .counts();

        assertThat(counts.globalLoads()).isEqualTo(1);
        assertThat(counts.globalSectors()).isEqualTo(2 * 16);
    }

    @ParameterizedTest(name = "{0}: {1} conflicts")
    @CsvSource({"transpose_conflicts, 992", "transpose_padded, 0"})
    void countsTheBankConflictsOfATranspose(String kernel, int conflicts) {
        Region in = device.zeros(4096);
        Region out = device.room(4096);

        Counts counts = device.run("matrix", kernel, Dim.of(1), new Dim(32, 8, 1), 0, in, out, 32, 32)
                .counts();

        // 8 warps store and load 4 rows each. Without padding, all 32 lanes of a load hit one bank: 31 more wavefronts.
        assertThat(counts.sharedStores()).isEqualTo(32);
        assertThat(counts.sharedLoads()).isEqualTo(32);
        assertThat(counts.sharedConflicts()).isEqualTo(conflicts);
        assertThat(counts.sharedWavefronts()).isEqualTo(64 + conflicts);
        assertThat(counts.globalSectors()).isEqualTo(2 * 128);
    }

    @ParameterizedTest(name = "bit {0} of the thread decides: {1} instructions, {2} divergent branches")
    @CsvSource({"0, 42, 2", "4, 42, 2", "5, 38, 0"})
    void countsBothSidesOfADivergentBranch(int bit, int warpInstructions, int divergent) {
        Region out = device.zeros(4 * 64);

        Counts counts = device.run("elementwise", "divergent", Dim.of(1), Dim.of(64), 0, out, bit)
                .counts();

        // 15 instructions before, 2 on either side, 2 after: 19 for a thread, 21 for a warp that takes both sides.
        assertThat(counts.threadInstructions()).isEqualTo(64 * 19);
        assertThat(counts.warpInstructions()).isEqualTo(warpInstructions);
        assertThat(counts.divergentBranches()).isEqualTo(divergent);
        assertThat(counts.globalAtomics()).isEqualTo(bit == 5 ? 1 : 2);
        assertThat(counts.threadAtomics()).isEqualTo(32);
    }

    @Test
    void countsOneSectorForAtomicsOnOneWord() {
        Region bins = device.zeros(1024);

        Counts counts = device.run(
                        "histogram", "histogram_global", Dim.of(1), Dim.of(64), 0, device.zeros(64), bins, 64)
                .counts();

        assertThat(Device.intsOf(bins)[0]).isEqualTo(64);
        assertThat(counts.globalAtomics()).isEqualTo(2);
        assertThat(counts.threadAtomics()).isEqualTo(64);
        // A warp reads 32 bytes, one sector, and updates one.
        assertThat(counts.traffic()).containsExactly(new Counts.Traffic(new Gpu(0), 2, 0, 2));
    }

    @Test
    void countsTheRoundsOfAWarpThatWaitsForItsSlowestLane() {
        // From 2^k it takes k steps, of which each halves.
        long[] start = new long[32];
        for (int lane = 0; lane < 32; lane++) {
            start[lane] = 1L << lane;
        }
        Region steps = device.room(4 * 32);

        Counts counts = device.run("elementwise", "collatz", Dim.of(1), Dim.of(32), 0, device.longs(start), steps, 32)
                .counts();

        assertThat(Device.intsOf(steps)[31]).isEqualTo(31);
        // Lane 0 leaves before the loop, then one lane after each of 31 rounds; after the last, no other is left.
        assertThat(counts.divergentBranches()).isEqualTo(31);
    }

    @ParameterizedTest(name = "a list of {0} nodes")
    @CsvSource({"0", "1", "5"})
    void followsTheChainOfLoadsThroughAList(int nodes) {
        int[] next = new int[8];
        for (int i = 0; i < 8; i++) {
            next[i] = i - 1;
        }

        Counts counts = device.launch(
                        PtxOptions.DEFAULT.scheduled(Platforms.gpuModel("h200")),
                        "hash",
                        "chain_length",
                        Dim.of(1),
                        Dim.of(32),
                        0,
                        device.ints(nodes - 1),
                        device.ints(next),
                        device.room(4),
                        1)
                .counts();

        // The head, then the next of each node, each address from the load before.
        assertThat(counts.demand().chainRounds()).isEqualTo(nodes + 1);
    }
}
