package dev.diptych.cli;

import static dev.diptych.cli.CommandLineFixture.diptych;
import static dev.diptych.cli.CommandLineFixture.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.cli.CommandLineFixture.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** System {@code kernel}: whatever is launched from an experiment. */
class AnyKernelTest {
    @TempDir
    Path directory;

    private Said run(String... settings) {
        List<String> args = new ArrayList<>(List.of("run", experiment("kernel"), "--without-pages", "--out"));
        args.add(directory.resolve("run").toString());
        for (String setting : settings) {
            args.addAll(List.of("--set", setting));
        }
        return diptych(args);
    }

    @Test
    void everyKindOfArgumentIsPlacedAndFilled() {
        Said said = run(
                "system.module=gather",
                "system.kernel=gather_rows",
                "system.arguments=['zeros:u8[8192]', 'host:random:f32[4096]:3', 'below:u64[128]:2:256', 'u64:128', 'u64:256', 'u32:64', 'null']",
                "system.grid=[2, 2]",
                "system.block=[32, 4]");

        assertThat(said.err()).isEmpty();
        assertThat(said.out()).contains("gather/gather_rows median");
    }

    @Test
    void launchesTakeStreamsInTurn() throws IOException {
        Said said = run(
                "system.launches=5",
                "system.streams=2",
                "system.module=spin",
                "system.kernel=spin",
                "system.arguments=['i64:1000']",
                "metrics=[{name: op-micros, skip: 100}]");

        assertThat(said.err()).isEmpty();
        assertThat(Files.readString(directory.resolve("run/resolved.yaml"))).contains("streams: 2");
    }

    @Test
    void aPtxFileIsLaunchedByItsPath() {
        String file = CommandLineFixture.repository("native/src/main/resources/dev/diptych/kernels/spin.ptx")
                .toString();

        Said said =
                run("system.module=" + file, "system.kernel=spin", "system.arguments=['i64:1000']", "system.grid=[4]");

        assertThat(said.err()).isEmpty();
        assertThat(said.out()).contains("spin.ptx/spin median");
    }

    @Test
    void everyKernelReportsItsBlocks() {
        Said said = run("system.blocksPerNotice=16", "system.grid=[40]");

        assertThat(said.err()).isEmpty();
        assertThat(said.out()).contains("stream/stream_copy median");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "system.module=typo | no kernel module is named 'typo'; known:",
                "system.kernel=typo | no entry of kernel module 'stream' is named 'typo'; known: stream_read",
                "system.grid=[] | setting 'grid' : should be X, X,Y or X,Y,Z",
                "system.grid=[0] | setting 'grid' 0: X should be 1 to 2147483647, but is 0",
                "system.block=[64, 32] | setting 'block' 64,32: is 2048 threads",
                "system.launches=0 | 'launches' is 0",
                "system.streams=2 | 'streams' is 2; it should be at most 1",
                "system.sharedBytes=-1 | 'sharedBytes' is -1",
                "system.registersPerThread=8 | module 'stream' knows its registers",
                "system.arguments=['typo:1'] | setting 'arguments': 1 'typo:1': no kind is named 'typo'",
                "system.arguments=['random:f32[4]'] | should be random:TYPE[SHAPE]:SEED",
                "system.arguments=['below:f32[4]:1:2'] | f32 should be one of i32, u32, i64, u64",
                "system.arguments=['below:i32[4]:1:0'] | BOUND should be 1 to",
                "system.arguments=['permutation:i32[3]:1'] | the length should be a power of two",
                "system.arguments=['ring:u64[48]:1:128'] | a power of two of strides long",
                "system.arguments=['ring:u64[64]:1:12'] | STRIDE should be a power of two",
                "system.arguments=['csr:i32[65]:1:3'] | MEAN should be a power of two",
                "system.arguments=['host:i32:1'] | host: says where an array lies, and this is none",
                "system.arguments=['out:f32[4]'] | setting 'arguments': 1: what a kernel leaves is not kept here",
                "system.arguments=['phantom:f32[4]'] | only the simulator's can",
                "system.arguments=['f16:1'] | numbers of 4 or 8 bytes, and f16 is none",
                "system.arguments=['bytes:00'] | passes no structures",
                "system.arguments=['peer:zeros:f32[4]'] | argument 1 lies in the memory of gpu1, but platform 'h200' has 1 GPU(s)",
                "system.arguments=['i32:1'] | takes 3 arguments"
            })
    void aMistakeIsOneLine(String setting, String fragment) {
        Said said = run(setting);

        assertThat(said.err()).hasLineCount(1).startsWith("diptych: ").contains(fragment);
        assertThat(said.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(directory.resolve("run")).doesNotExist();
    }
}
