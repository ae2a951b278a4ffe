package dev.diptych.cli.ptx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.op.Dim;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.run.Backend;
import dev.diptych.model.run.BackendPlugin;
import dev.diptych.sim.ptx.PtxExecutor;
import dev.diptych.sim.ptx.PtxKernel;
import dev.diptych.sim.ptx.PtxLaunch;
import dev.diptych.sim.ptx.PtxOptions;
import dev.diptych.sim.ptx.PtxProgram;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.systems.argument.Argument;
import dev.diptych.systems.argument.ArgumentParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A launch through a backend. The simulator's executes the same PTX, so that its results are the executor's. */
final class LaunchProgramTest {
    /** out[i] = a * in[i] + b + c, with an address that it does not use. */
    private static final String SCALE = """
            .version 9.0
            .target sm_80
            .address_size 64
            .visible .entry scale(.param .f32 scale_param_0, .param .b32 scale_param_1, .param .f64 scale_param_2,
                                  .param .u64 scale_param_3, .param .u64 scale_param_4, .param .u64 scale_param_5)
            {
                .reg .b32 %r<4>;
                .reg .f32 %f<5>;
                .reg .f64 %d<3>;
                .reg .b64 %rd<8>;
                ld.param.f32 %f1, [scale_param_0];
                ld.param.f32 %f4, [scale_param_1];
                ld.param.f64 %d1, [scale_param_2];
                ld.param.u64 %rd1, [scale_param_3];
                ld.param.u64 %rd2, [scale_param_4];
                mov.u32 %r1, %tid.x;
                mul.wide.u32 %rd3, %r1, 4;
                add.s64 %rd4, %rd1, %rd3;
                add.s64 %rd5, %rd2, %rd3;
                ld.global.f32 %f2, [%rd4];
                fma.rn.f32 %f3, %f1, %f2, %f4;
                cvt.rn.f32.f64 %f4, %d1;
                add.f32 %f3, %f3, %f4;
                st.global.f32 [%rd5], %f3;
                ret;
            }
            .visible .entry narrow(.param .u16 narrow_param_0) { ret; }
            .visible .entry structure(.param .align 8 .b8 structure_param_0[12]) { ret; }
            """;

    @TempDir
    private Path directory;

    @Test
    void bringsBackWhatTheExecutorComputes() throws IOException {
        List<Argument> arguments = ArgumentParser.parse(
                "--arg", List.of("f32:1.1", "f32:-3", "f64:0.25", "random:f32[64]:7", "out:f32[65]", "null"));
        Launched onBackend = launched("scale", "kernels.ptx", arguments);
        Launched onExecutor = launched("scale", "kernels.ptx", arguments);

        run(onBackend);
        PtxExecutor.run(onExecutor.launch, onExecutor.memory, PtxOptions.DEFAULT);

        assertThat(onBackend.result()).isEqualTo(onExecutor.result());
        assertThat(onBackend.program.deviceNanos()).isPositive();
    }

    @Test
    void leavesAnArrayWithoutElementsAlone() throws IOException {
        Launched launched = launched(
                "scale",
                "kernels.ptx",
                ArgumentParser.parse(
                        "--arg", List.of("f32:1", "f32:0", "f64:0", "zeros:f32[64]", "zeros:f32[64]", "zeros:f32[0]")));

        run(launched);

        assertThat(launched.arrays.results())
                .hasSize(3)
                .allSatisfy(result -> assertThat(result.text()).isNotEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "narrow, u16:5, '--arg 1: parameter ''narrow_param_0'' is u16, but a GPU is given'",
        "structure, bytes:000102030405060708090a0b, '--arg 1: parameter ''structure_param_0'' is b8[12], but a GPU is given'"
    })
    void refusesWhatABackendCannotPass(String kernel, String argument, String said) {
        List<Argument> arguments = ArgumentParser.parse("--arg", List.of(argument));

        assertThatThrownBy(() -> launched(kernel, "kernels.ptx", arguments))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(said)
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesPhantomsAndFilesOfOtherNames() {
        List<Argument> phantom = ArgumentParser.parse(
                "--arg", List.of("f32:1.1", "f32:-3", "f64:0.25", "phantom:f32[64]", "out:f32[65]", "null"));

        assertThatThrownBy(() -> launched("scale", "kernels.ptx", phantom))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--arg 4: a phantom array");
        assertThatThrownBy(() -> launched("scale", "kernels.txt", phantom))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("kernels.txt: should end in .ptx");
    }

    private Launched launched(String kernel, String name, List<Argument> arguments) throws IOException {
        Path file = Files.writeString(directory.resolve(name), SCALE);
        return new Launched(file, PtxProgram.of(name, SCALE).kernel(kernel), arguments);
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // The backend is given its own defaults.
    private static void run(Launched launched) {
        BackendPlugin sim = Plugins.find(BackendPlugin.class, "backend", "sim");
        try (Backend backend = sim.open(Platforms.load("h200"), 0, sim.defaults())) {
            backend.run(launched.program, List.of());
        }
    }

    /** A launch with memory of its own. */
    private static final class Launched {
        private final GlobalMemory memory = new GlobalMemory();
        private final DeviceArrays arrays;
        private final PtxLaunch launch;
        private final LaunchProgram program;

        Launched(Path file, PtxKernel kernel, List<Argument> arguments) {
            this.arrays = new DeviceArrays(memory, kernel.parameters(), arguments);
            this.launch = new PtxLaunch(kernel, Dim.of(1), Dim.of(64), 0, arrays.launchArguments());
            this.program = new LaunchProgram(file.toString(), launch, arrays, arguments);
        }

        ByteBuffer result() {
            var region = arrays.results().get(0).region();
            ByteBuffer bytes = ByteBuffer.allocate((int) region.bytes());
            region.read(0, bytes);
            return bytes.clear();
        }
    }
}
