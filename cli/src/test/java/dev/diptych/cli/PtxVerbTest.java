package dev.diptych.cli;

import static dev.diptych.cli.CommandLineFixture.diptych;
import static dev.diptych.cli.CommandLineFixture.names;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.cli.CommandLineFixture.Said;
import dev.diptych.traces.NpyArray;
import dev.diptych.traces.NpyType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code diptych ptx} as a user calls it. */
class PtxVerbTest {
    private static final String HEAD = """
            .version 9.0
            .target sm_80
            .address_size 64
            """;

    /** y[i] += a * x[i]; lines are counted from the head's first one. */
    private static final String AXPY = """
            .visible .entry axpy(.param .u32 axpy_param_0, .param .f32 axpy_param_1,
                                 .param .u64 axpy_param_2, .param .u64 axpy_param_3)
            {
                .reg .pred %p<2>;
                .reg .b32 %r<6>;
                .reg .f32 %f<5>;
                .reg .b64 %rd<8>;
                ld.param.u32 %r2, [axpy_param_0];
                ld.param.f32 %f1, [axpy_param_1];
                ld.param.u64 %rd1, [axpy_param_2];
                ld.param.u64 %rd2, [axpy_param_3];
                mov.u32 %r3, %ctaid.x;
                mov.u32 %r4, %ntid.x;
                mov.u32 %r5, %tid.x;
                mad.lo.s32 %r1, %r3, %r4, %r5;
                setp.ge.s32 %p1, %r1, %r2;
                @%p1 bra $DONE;
                cvta.to.global.u64 %rd3, %rd1;
                mul.wide.s32 %rd4, %r1, 4;
                add.s64 %rd5, %rd3, %rd4;
                cvta.to.global.u64 %rd6, %rd2;
                add.s64 %rd7, %rd6, %rd4;
                ld.global.f32 %f2, [%rd5];
                ld.global.f32 %f3, [%rd7];
                fma.rn.f32 %f4, %f2, %f1, %f3;
                st.global.f32 [%rd7], %f4;
            $DONE:
                ret;
            }
            """;

    /** Each thread hands its number to its neighbour through shared memory, without a barrier in between. */
    private static final String RACE = """
            .visible .entry race(.param .u64 race_param_0)
            {
                .reg .b32 %r<6>;
                .reg .b64 %rd<6>;
                .shared .align 4 .b8 tile[256];
                ld.param.u64 %rd1, [race_param_0];
                mov.u32 %r1, %tid.x;
                mov.u32 %r2, tile;
                shl.b32 %r3, %r1, 2;
                add.s32 %r4, %r2, %r3;
                st.shared.u32 [%r4], %r1;
                xor.b32 %r3, %r3, 252;
                add.s32 %r4, %r2, %r3;
                ld.shared.u32 %r5, [%r4];
                cvta.to.global.u64 %rd2, %rd1;
                mul.wide.u32 %rd3, %r1, 4;
                add.s64 %rd4, %rd2, %rd3;
                st.global.u32 [%rd4], %r5;
                ret;
            }
            """;

    @TempDir
    private Path directory;

    private Path axpy = Path.of("");
    private Path both = Path.of("");

    @BeforeEach
    void save() throws IOException {
        axpy = Files.writeString(directory.resolve("axpy.ptx"), HEAD + AXPY);
        both = Files.writeString(directory.resolve("both.ptx"), HEAD + AXPY + RACE);
    }

    @Test
    void runsAKernelOnFiles() {
        Path x = floats("x.npy", 1, 2, 3, 4);
        Path y = floats("y.npy", 10, 20, 30, 40);
        Path sum = directory.resolve("sum.npy");

        Said said = run(axpy, "i32:4", "f32:0.5", "in:" + x, "inout:" + y + ">" + sum);

        assertThat(said.err()).isEmpty();
        assertThat(said.code()).isEqualTo(Main.GOOD);
        assertThat(said.out()).contains("argument 4, axpy_param_3, f32[4]: wrote " + sum);
        List<Float> values = new ArrayList<>();
        NpyArray.open(sum).read((offset, bytes) -> {
            while (bytes.hasRemaining()) {
                values.add(bytes.getFloat());
            }
        });
        assertThat(values).containsExactly(10.5f, 21f, 31.5f, 42f);
    }

    /** The product becomes part of the addition, and the addition of the address one multiplication. */
    @Test
    void listsWhatInstructionsBecome() {
        Said said = diptych("ptx", "assembly", axpy.toString());

        assertThat(said.err()).isEmpty();
        assertThat(said.code()).isEqualTo(Main.GOOD);
        assertThat(said.out())
                .startsWith("axpy")
                .containsPattern("\\d+ mul\\.wide\\.s32 +\\R")
                .containsPattern("\\d+ add\\.s64 +IMAD\\R")
                .containsPattern("\\d+ fma\\.rn\\.f32 +FFMA\\R");
    }

    @Test
    void listsWhatInstructionsBecomeAsJson() {
        Said said = diptych("ptx", "assembly", "--json", axpy.toString());

        assertThat(said.code()).isEqualTo(Main.GOOD);
        assertThat(said.out())
                .contains("\"IMAD\":[\"FMA\",\"FMA_HEAVY\"]")
                .contains("\"name\":\"fma.rn.f32\",\"loops\":0,\"machine\":[\"FFMA\"]");
    }

    @ParameterizedTest
    @CsvSource({
        "'--backend=tpu', '--backend tpu: should be sim or cuda'",
        "'--backend=cuda,--check', '--check: looks into what the JVM executes'",
        "'--backend=cuda,--profile', '--profile: looks into what the JVM executes'"
    })
    void refusesWhatABackendDoesNot(String options, String said) {
        List<String> call = new ArrayList<>(List.of("ptx", "run", axpy.toString(), "--grid", "1", "--block", "32"));
        call.addAll(List.of(options.split(",", -1)));

        Said refused = diptych(call);

        assertThat(refused.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(refused.err()).contains(said);
    }

    @Test
    void printsResultsWithoutAFile() {
        Said said = run(axpy, "i32:3", "f32:1", "random:f32[4]:1", "zeros:f32[4]");

        assertThat(said.code()).isEqualTo(Main.GOOD);
        assertThat(said.out()).contains("argument 4, axpy_param_3, f32[4]:").containsPattern("\\[0\\.\\d+ .* 0\\.0]");
    }

    /** Two loads and a store of 4 floats: a sector each. */
    @Test
    void writesTheCountsOfWarpsAndTheSectorsTheyTouch() throws IOException {
        Path warps = directory.resolve("warps.npy");
        Path sectors = directory.resolve("sectors.npy");

        Said said =
                run(axpy, "i32:4", "f32:1", "zeros:f32[4]", "zeros:f32[4]", "--warps=" + warps, "--sectors=" + sectors);

        assertThat(said.err()).isEmpty();
        assertThat(said.code()).isEqualTo(Main.GOOD);
        assertThat(Files.readString(warps, StandardCharsets.ISO_8859_1))
                .contains("'warpInstructions', '<i8'", "'shape': (1,)");
        assertThat(Files.readString(sectors, StandardCharsets.ISO_8859_1))
                .contains("'address', '<i8'", "'shape': (3,)");
    }

    /** Four of 32 threads run all 20 instructions, the others 11; the warp runs each once. */
    @Test
    void jsonHoldsCountsAndResults() {
        Said said = run(axpy, "i32:4", "f32:1", "zeros:f32[4]", "zeros:f32[4]", "--json");

        assertThat(said.code()).isEqualTo(Main.GOOD);
        assertThat(said.out())
                .hasLineCount(1)
                .startsWith("{\"kernel\":\"axpy\",\"grid\":[1,1,1],\"block\":[32,1,1],")
                .contains("\"threadInstructions\":" + (32 * 11 + 4 * 9))
                .contains("\"warpInstructions\":20")
                .contains("\"data\":[0.0,0.0,0.0,0.0]")
                .doesNotContain("check");
    }

    /** Two arrays of 128 bytes are read and one is written, by one warp. */
    @Test
    void showsCountsWithTheirUnits() {
        Said said = run(axpy, "i32:32", "f32:1", "zeros:f32[32]", "zeros:f32[32]", "--profile");

        assertThat(said.out())
                .contains("kernel axpy, grid 1,1,1, block 32,1,1, 0 bytes of dynamic shared memory")
                .containsPattern("global sectors +12 sectors of 32 bytes")
                .containsPattern("read from gpu0 +256 bytes")
                .containsPattern("written to gpu0 +128 bytes")
                .containsPattern("its waits for memory +1 rounds");
    }

    @Test
    void saysThatACheckFoundNothing() {
        Said said = run(axpy, "i32:4", "f32:1", "zeros:f32[4]", "zeros:f32[4]", "--check", "--json");

        assertThat(said.code()).isEqualTo(Main.GOOD);
        assertThat(said.out()).contains("\"check\":{\"clean\":true}");
    }

    @Test
    void aRaceFailsTheCheck() {
        Said said = diptych(
                "ptx",
                "run",
                both.toString(),
                "--kernel=race",
                "--grid=1",
                "--block=64",
                "--arg=out:u32[64]",
                "--check");

        assertThat(said.err()).isEmpty();
        assertThat(said.out()).contains("check: kernel race, " + both + ":");
        assertThat(said.code()).isEqualTo(Main.FAILED);
    }

    @Test
    void aFaultIsBadInputUnlessItIsLookedFor() {
        String[] arguments = {"i32:5", "f32:1", "zeros:f32[4]", "zeros:f32[4]"};

        Said plain = run(axpy, arguments);
        Said checked = run(axpy, "i32:5", "f32:1", "zeros:f32[4]", "zeros:f32[4]", "--check", "--json");

        assertThat(plain.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(plain.out()).isEmpty();
        assertThat(plain.err())
                .hasLineCount(1)
                .contains("kernel axpy, " + axpy + ":26")
                .contains("thread (4,0,0)");
        assertThat(checked.code()).isEqualTo(Main.FAILED);
        assertThat(checked.out())
                .contains("\"clean\":false")
                .contains("\"thread\":[4,0,0]")
                .contains("\"line\":26");
    }

    @Test
    void nothingIsWrittenOfARunThatFails() {
        run(axpy, "i32:5", "f32:1", "zeros:f32[4]", "zeros:f32[4]>" + directory.resolve("sum.npy"));

        assertThat(names(directory)).containsExactly("axpy.ptx", "both.ptx");
    }

    @Test
    void listsKernelsAndParameters() {
        Said said = diptych("ptx", "list", both.toString());

        assertThat(said.code()).isEqualTo(Main.GOOD);
        assertThat(said.out())
                .contains("axpy")
                .contains("axpy_param_1, f32 of 4 bytes: f32:")
                .contains("race")
                .contains("256 bytes");
        assertThat(diptych("ptx", "list", axpy.toString(), "--json").out())
                .contains("{\"name\":\"axpy_param_0\",\"type\":\"u32\",\"bytes\":4}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "none.ptx --grid=1 --block=1 | none.ptx: there is no such file",
                "BOTH --grid=1 --block=1 | has 2 kernels; choose one with --kernel: axpy, race",
                "AXPY --kernel=typo --grid=1 --block=1 | axpy",
                "AXPY --block=1 | Missing required option: '--grid",
                "AXPY --grid=0 --block=1 | --grid 0: X should be 1 to 2147483647",
                "AXPY --grid=1 --block=1025 | --block 1025: X should be 1 to 1024",
                "AXPY --grid=1 --block=1 --shared=-1 | --shared -1: should be 0 or more bytes",
                "AXPY --grid=1 --block=1 --platform=typo --arg=i32:1 --arg=f32:1 --arg=null --arg=null | no platform",
                "AXPY --grid=1 --block=1 --platform=p100 --shared=49153 --arg=i32:1 --arg=f32:1 --arg=null --arg=null | axpy asks for 49153 bytes of shared memory per block, but this GPU has at most 49152",
                "AXPY --grid=1 --block=1 --shared=x | '--shared'",
                "AXPY --grid=1 --block=1 --arg=i32:x | --arg 1 'i32:x': 'x' should be a whole number",
                "AXPY --grid=1 --block=1 --arg=f32:1 | --arg 1 is an f32 of 4 bytes, but parameter 'axpy_param_0'",
                "AXPY --grid=1 --block=1 --arg=i32:1 | takes 4 arguments, but 1 are given; --arg 2, 'axpy_param_1'"
            })
    void refuses(String arguments, String reason) {
        List<String> all = new ArrayList<>(List.of("ptx", "run"));
        for (String argument : arguments.split(" ", -1)) {
            all.add(argument.equals("AXPY") ? axpy.toString() : argument.equals("BOTH") ? both.toString() : argument);
        }

        Said said = diptych(all);

        assertThat(said.err()).hasLineCount(1).startsWith("diptych: ").contains(reason);
        assertThat(said.out()).isEmpty();
        assertThat(said.code()).isEqualTo(Main.BAD_INPUT);
    }

    @Test
    void instrumentsAFileThatReportsFromThenOn() throws IOException {
        Path out = directory.resolve("reporting.ptx");

        Said said = diptych("ptx", "instrument", both.toString(), "--kernel", "axpy", "--out", out.toString());
        Said again = diptych("ptx", "instrument", out.toString(), "--out", out.toString());

        assertThat(said.err()).isEmpty();
        assertThat(said.code()).isEqualTo(Main.GOOD);
        assertThat(said.out())
                .isEqualToIgnoringNewLines("axpy: reports its blocks; threads that leave meet at a barrier");
        assertThat(again.out()).contains("axpy: has reported", "race: reports its blocks; ");
        Path y = floats("y.npy", 10, 20, 30, 40);
        Path sum = directory.resolve("sum.npy");
        String noRing = "bytes:" + "00".repeat(48);
        assertThat(run(out, "--kernel=axpy", "i32:4", "f32:0.5", "in:" + y, "inout:" + y + ">" + sum, noRing)
                        .code())
                .isEqualTo(Main.GOOD);
        assertThat(Files.exists(sum)).isTrue();
    }

    @Test
    void refusesToInstrumentWhatItCannot() {
        String out = directory.resolve("no.ptx").toString();

        Said unknown = diptych("ptx", "instrument", both.toString(), "--kernel", "typo", "--out", out);
        Said missing = diptych("ptx", "instrument", "none.ptx", "--out", out);

        assertThat(unknown.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(unknown.err()).contains("no kernel is named 'typo'; known: axpy, race");
        assertThat(missing.err()).contains("none.ptx: there is no such file");
        assertThat(Files.exists(Path.of(out))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "list", "instrument"})
    void helps(String verb) {
        Said helped = diptych("ptx", verb, "--help");

        assertThat(helped.code()).isEqualTo(Main.GOOD);
        assertThat(helped.out()).startsWith("Usage: diptych ptx " + verb);
        assertThat(helped.out().lines()).allMatch(line -> line.length() <= 80);
    }

    private Path floats(String name, float... values) {
        Path file = directory.resolve(name);
        new NpyArray(file, NpyType.F32, List.of((long) values.length)).write((offset, bytes) -> {
            for (float value : values) {
                bytes.putFloat(value);
            }
        });
        return file;
    }

    /** Runs one block of 32 threads; what begins with dashes is an option, the rest are arguments of the kernel. */
    private static Said run(Path file, String... arguments) {
        List<String> all = new ArrayList<>(List.of("ptx", "run", file.toString(), "--grid=1", "--block=32"));
        for (String argument : arguments) {
            all.add(argument.startsWith("--") ? argument : "--arg=" + argument);
        }
        return diptych(all);
    }
}
