package dev.diptych.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.kernels.KernelCatalog;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompileResult;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every checked-in PTX assembles, without a GPU.
 *
 * <p>The compiler that comes with JCuda 12.6.0 is CUDA 12.0's: it reads PTX up to ISA 8.0 and knows GPUs up to {@code sm_90a}. So the
 * version line is lowered for it, which is sound, since it refuses what ISA 8.0 does not have; {@code scripts/native-build} assembles for
 * newer GPUs with the toolkit's own.
 */
@Tag("long")
final class PtxAssemblyTest {
    private static final String READABLE_VERSION = ".version 8.0";

    /** The oldest and the newest GPU that the compiler knows of those that kernels are made for. */
    static Stream<Arguments> modulesAndGpus() {
        return KernelCatalog.load().modules().stream()
                .flatMap(module -> Stream.of("sm_80", "sm_90").map(gpu -> Arguments.of(module, gpu)));
    }

    @ParameterizedTest
    @MethodSource("modulesAndGpus")
    void assembles(String module, String gpu) {
        String ptx = KernelCatalog.load().ptx(module).replaceFirst("(?m)^\\.version .*$", READABLE_VERSION);

        assertThat(assemble(ptx, gpu)).as("log of %s for %s", module, gpu).isEmpty();
    }

    static Stream<String> modules() {
        return KernelCatalog.load().modules().stream();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void isRefusedWithALogWhenItIsBroken(String module) {
        String ptx = KernelCatalog.load()
                .ptx(module)
                .replaceFirst("(?m)^\\.version .*$", READABLE_VERSION)
                .replaceFirst("ret;", "return;");

        assertThat(assemble(ptx, "sm_90")).anyMatch(line -> line.contains("return"));
    }

    /** Returns what the compiler complains of. */
    private static List<String> assemble(String ptx, String gpu) {
        JNvPTXCompiler.setExceptionsEnabled(false);
        byte[] text = ptx.getBytes(StandardCharsets.UTF_8);
        nvPTXCompilerHandle compiler = new nvPTXCompilerHandle();
        assertThat(JNvPTXCompiler.nvPTXCompilerCreate(compiler, text.length, Arrays.copyOf(text, text.length + 1)))
                .isEqualTo(nvPTXCompileResult.NVPTXCOMPILE_SUCCESS);
        int result = JNvPTXCompiler.nvPTXCompilerCompile(compiler, 1, new String[] {"--gpu-name=" + gpu});
        long[] bytes = new long[1];
        JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(compiler, bytes);
        byte[] log = new byte[(int) bytes[0] + 1];
        if (bytes[0] > 0) {
            JNvPTXCompiler.nvPTXCompilerGetErrorLog(compiler, log);
        }
        JNvPTXCompiler.nvPTXCompilerDestroy(compiler);
        List<String> lines = new String(log, StandardCharsets.UTF_8)
                .replace("\0", "")
                .lines()
                .toList();
        return result == nvPTXCompileResult.NVPTXCOMPILE_SUCCESS || !lines.isEmpty()
                ? lines
                : List.of(nvPTXCompileResult.stringFor(result));
    }
}
