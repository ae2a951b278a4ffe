package dev.diptych.sim.ptx.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.PtxOptions;
import dev.diptych.sim.ptx.exec.KernelFault;
import dev.diptych.sim.ptx.exec.KernelFault.Position;
import dev.diptych.sim.ptx.memory.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Planted bugs: each is found, at its line of the PTX and of the source, in the right block and thread. */
class FaultsTest {
    private static final String MODULE = "faults";
    private static final Path SOURCE = Path.of("src/test/cuda/faults.cu");

    private final Device device = new Device();

    private KernelFault faultOf(PtxOptions options, String kernel, Dim grid, Dim block, Object... arguments) {
        KernelFault fault = catchThrowableOfType(
                KernelFault.class, () -> device.launch(options, MODULE, kernel, grid, block, 0, arguments));
        assertThat(fault).as("fault of %s", kernel).isNotNull();
        assertThat(fault.site().kernel()).isEqualTo(kernel);
        assertThat(fault).hasMessageContainingAll("kernel " + kernel, "faults.ptx:", "faults.cu:");
        return fault;
    }

    private KernelFault checkedFaultOf(String kernel, Dim grid, Dim block, Object... arguments) {
        return faultOf(PtxOptions.DEFAULT.checked(), kernel, grid, block, arguments);
    }

    private static void assertAt(KernelFault fault, String instruction, Position block, Position thread)
            throws IOException {
        KernelFault.Site site = fault.site();
        assertThat(List.of(fault.block(), fault.thread()))
                .as(fault.getMessage())
                .containsExactly(block, thread);
        assertThat(site.sourceLine()).as(fault.getMessage()).isEqualTo(sourceLine(site.kernel()));
        assertThat(site.sourceFile()).endsWith("faults.cu");
        assertThat(ptxLine(site)).contains(instruction);
    }

    private static String ptxLine(KernelFault.Site site) {
        return Device.text("faults.ptx")
                .lines()
                .skip(site.line() - 1)
                .findFirst()
                .orElseThrow();
    }

    /** Returns the number of the first line in a kernel's source that is marked as the fault. */
    private static int sourceLine(String kernel) throws IOException {
        List<String> lines = Files.readAllLines(SOURCE);
        int first = IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).contains("void " + kernel + "("))
                .findFirst()
                .orElseThrow();
        return IntStream.range(first, lines.size())
                        .filter(i -> lines.get(i).endsWith("// fault"))
                        .findFirst()
                        .orElseThrow()
                + 1;
    }

    private static Position at(int x) {
        return new Position(x, 0, 0);
    }

    @Test
    void findsAStoreBehindTheEndWithAndWithoutChecks() throws IOException {
        Region in = device.ints(new int[100]);
        Region out = device.room(400);

        KernelFault plain = faultOf(PtxOptions.DEFAULT, "store_out_of_bounds", Dim.of(4), Dim.of(32), in, out, 100);
        KernelFault checked = checkedFaultOf("store_out_of_bounds", Dim.of(4), Dim.of(32), in, out, 100);

        assertAt(plain, "st.global.u32", at(3), at(4));
        assertAt(checked, "st.global.u32", at(3), at(4));
    }

    @Test
    void findsALoadBehindTheEnd() throws IOException {
        Region in = device.doubles(new double[40]);
        Region out = device.room(320);

        assertAt(
                checkedFaultOf("load_out_of_bounds", Dim.of(2), Dim.of(32), in, out, 40),
                "ld.global.f64",
                at(0),
                at(0));
    }

    @Test
    void findsAVectorThatIsNotAligned() throws IOException {
        Region in = device.floats(new float[200]);
        Region out = device.room(16 * 32);

        device.run(MODULE, "misaligned", Dim.of(1), Dim.of(32), 0, in, out, 4);
        assertAt(checkedFaultOf("misaligned", Dim.of(1), Dim.of(32), in, out, 2), "ld.global.v4.u32", at(0), at(0));
    }

    @Test
    void findsAMissingBarrierByWhatNobodyHasWrittenYet() throws IOException {
        KernelFault fault =
                checkedFaultOf("missing_barrier", Dim.of(1), Dim.of(128), device.ints(new int[128]), device.room(512));

        // The first byte of the second warps' half is what thread 63 has read.
        assertAt(fault, "ld.shared.u32", at(0), at(63));
        assertThat(fault.what()).contains("race: it reads byte 256", "which thread 64 of the block writes");
    }

    @Test
    void findsAMissingBarrierByARace() throws IOException {
        KernelFault fault = checkedFaultOf(
                "missing_second_barrier", Dim.of(1), Dim.of(128), device.ints(new int[128]), device.room(512));

        // Whichever of the two comes second completes the race.
        int write = sourceLine("missing_second_barrier");
        assertThat(fault.site().sourceLine()).isIn(write, write + 2);
        assertThat(ptxLine(fault.site())).containsPattern("(ld|st)\\.shared\\.u32");
        assertThat(fault.block()).isEqualTo(at(0));
    }

    @Test
    void findsThatSeveralThreadsWriteOneWord() throws IOException {
        int[] in = new int[64];
        in[7] = 1;
        Region out = device.room(256);
        device.run(MODULE, "shared_write_race", Dim.of(1), Dim.of(64), 0, device.ints(in), out);
        assertThat(Device.intsOf(out)).containsOnly(7);
        in[40] = 1;

        KernelFault fault = checkedFaultOf("shared_write_race", Dim.of(1), Dim.of(64), device.ints(in), out);

        assertAt(fault, "st.shared.u32", at(0), at(40));
    }

    @Test
    void findsABarrierThatOnlySomeLanesReach() throws IOException {
        int[] in = new int[64];
        Arrays.fill(in, 1);
        in[33] = 0;
        Region out = device.room(256);

        KernelFault fault = checkedFaultOf("divergent_barrier", Dim.of(1), Dim.of(64), device.ints(in), out);

        assertThat(fault.site().sourceLine()).isEqualTo(sourceLine("divergent_barrier"));
        assertThat(ptxLine(fault.site())).contains("bar.sync");
        assertThat(fault.thread().x()).isBetween(32, 63);
    }

    /** On a GPU nobody waits for threads that have exited; that they never arrive is a mistake all the same, and one for a check. */
    @Test
    void letsExitedThreadsMissABarrierButFindsThem() throws IOException {
        int[] in = new Numbers(1).anyInts(64);
        Region out = device.room(256);

        device.runUnchecked(MODULE, "exited_before_barrier", Dim.of(1), Dim.of(64), 0, device.ints(in), out, 20);

        for (int t = 0; t < 20; t++) {
            assertThat(Device.intsOf(out)[t]).isEqualTo(in[19 - t]);
        }
        KernelFault fault = checkedFaultOf("exited_before_barrier", Dim.of(1), Dim.of(64), device.ints(in), out, 20);
        assertThat(fault.what()).contains("has exited and never arrives");
        assertAt(fault, "bar.sync", at(0), at(20));
    }

    @Test
    void findsSharedMemoryThatNobodyWrote() throws IOException {
        Region in = device.ints(new int[64]);
        Region out = device.room(256);

        device.run(MODULE, "uninitialised_shared", Dim.of(2), Dim.of(64), 0, in, out, 64);
        KernelFault fault = checkedFaultOf("uninitialised_shared", Dim.of(2), Dim.of(64), in, out, 50);

        assertAt(fault, "ld.shared.u32", at(0), at(50));
    }

    @Test
    void findsAccessesOutsideSharedAndLocalMemory() throws IOException {
        int[] in = new int[64];
        in[0] = 1_000_000;
        Region far = device.ints(in);
        Region out = device.room(256);

        assertAt(
                checkedFaultOf("shared_out_of_bounds", Dim.of(1), Dim.of(32), far, out), "ld.shared.u32", at(0), at(0));
        Arrays.fill(in, 2);
        in[5] = 1_000_000;
        assertAt(
                checkedFaultOf("use_after_local", Dim.of(1), Dim.of(64), device.ints(in), out),
                "ld.local.u32",
                at(0),
                at(5));
    }

    @Test
    void findsANullPointer() throws IOException {
        KernelFault fault = checkedFaultOf("null_pointer", Dim.of(2), Dim.of(64), 0L, device.room(256));

        assertAt(fault, "ld.global.u32", at(0), at(0));
    }

    @Test
    void dividesByZeroWithoutAFault() {
        int[] in = new int[33];
        Arrays.fill(in, 7);
        in[3] = 0;
        Region out = device.room(4 * 33);

        device.run(MODULE, "division_by_zero", Dim.of(1), Dim.of(33), 0, device.ints(in), out);

        assertThat(Device.intsOf(out)[2]).isEqualTo(14);
        assertThat(Device.intsOf(out)[4]).isEqualTo(14);
    }

    @Test
    void takesWhatIsOrderedByWarpBarriersAsClean() {
        int[] in = new Numbers(2).anyInts(64);
        Region out = device.room(256);

        device.run(MODULE, "clean", Dim.of(1), Dim.of(64), 0, device.ints(in), out);

        int[] expected = new int[64];
        for (int t = 0; t < 64; t++) {
            // Pairs hold what the odd one had: the even thread wrote both with its neighbour's.
            expected[t] = in[t | 1];
        }
        assertThat(Device.intsOf(out)).isEqualTo(expected);
    }
}
