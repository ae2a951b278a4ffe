package dev.diptych.sim.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import dev.diptych.sim.ptx.PtxArg;
import dev.diptych.sim.ptx.PtxExecutor;
import dev.diptych.sim.ptx.PtxLaunch;
import dev.diptych.sim.ptx.PtxOptions;
import dev.diptych.sim.ptx.PtxProgram;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.memory.Region;
import dev.diptych.sim.ptx.memory.Words;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilledArraysTest {
    private static final Gpu GPU = new Gpu(0);
    private static final int BYTES = 4096;

    /** Arguments after the array: numbers of 64 bits, or of 32 after a colon. */
    @ParameterizedTest
    @CsvSource({
        "philox, philox_fill, 1024 -5",
        "fill, fill_zeros, 4096",
        "fill, fill_random, 1024 7 :2",
        "fill, fill_random, 512 7 :3",
        "fill, fill_random, 1024 7 :7",
        "fill, fill_random, 512 7 :8",
        "fill, fill_below, 1024 3 1000 :4",
        "fill, fill_below, 512 3 9223372036854775807 :8",
        "fill, fill_iota, 1024 5 -3 :4",
        "fill, fill_iota, 512 5 -3 :8",
        "fill, fill_permutation, 1024 9 :4",
        "fill, fill_permutation, 512 9 :8",
        "fill, fill_ring, 32 9 128",
        "fill, fill_ring, 512 -1 8"
    })
    void holdWhatThePtxLeaves(String module, String entry, String numbers) {
        Buffer buffer = new Buffer(0, GPU, BYTES);
        GlobalMemory memory = new GlobalMemory();
        Region region = memory.allocate("executed", GPU, BYTES);
        region.fill((byte) 0);
        List<Arg> args = new ArrayList<>(List.of(new Arg.Address(buffer.all())));
        List<PtxArg> ptxArgs = new ArrayList<>(List.of(new PtxArg.I64(region.address())));
        for (String number : numbers.split(" ", -1)) {
            if (number.startsWith(":")) {
                int word = Integer.parseInt(number.substring(1));
                args.add(new Arg.I32(word));
                ptxArgs.add(new PtxArg.I32(word));
            } else {
                args.add(new Arg.I64(Long.parseLong(number)));
                ptxArgs.add(new PtxArg.I64(Long.parseLong(number)));
            }
        }
        Launch launch = new Launch(new Kernel(module, entry, 0, 0), Dim.of(2), Dim.of(64), args);
        PtxProgram program = PtxProgram.of(module + ".ptx", KernelCatalog.load().ptx(module));
        PtxExecutor.run(
                new PtxLaunch(program.kernel(entry), launch.grid(), launch.block(), 0, ptxArgs),
                memory,
                PtxOptions.DEFAULT);

        assertThat(FilledArrays.filled(launch)).isEqualTo(buffer.all());
        Words words = FilledArrays.words(launch, region.address());
        ByteBuffer executed = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        region.read(0, executed);
        for (int i = 0; i < BYTES / Integer.BYTES; i++) {
            assertThat(words.at(i)).as("word %d", i).isEqualTo(executed.getInt(i * Integer.BYTES));
        }
    }

    @ParameterizedTest
    @CsvSource({"fill, fill_csr, 1024", "fill, fill_iota, 1023", "stream, stream_write, 1024"})
    void areNoOtherLaunches(String module, String entry, long count) {
        Launch launch = new Launch(
                new Kernel(module, entry, 0, 0),
                Dim.of(1),
                Dim.of(32),
                List.of(
                        new Arg.Address(new Buffer(0, GPU, BYTES).all()),
                        new Arg.I64(count),
                        new Arg.I64(1),
                        new Arg.I64(1),
                        new Arg.I32(4)));

        assertThat(FilledArrays.filled(launch)).isNull();
    }
}
