package dev.diptych.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.kernels.KernelEntry.Parameter;
import dev.diptych.model.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KernelCatalogTest {

    private final KernelCatalog catalog = KernelCatalog.load();

    @Test
    void listsTheModulesSorted() {
        assertThat(catalog.modules())
                .contains("gather", "philox", "spin", "stream")
                .isSorted();
    }

    @Test
    void knowsAKernelsParameters() {
        assertThat(catalog.entry("stream", "stream_write").parameters())
                .isEqualTo(List.of(
                        new Parameter("out", "u64", true),
                        new Parameter("value", "f32", false),
                        new Parameter("count", "u64", false)));
    }

    @Test
    void definesEveryEntryInItsModulesPtx() {
        for (String module : catalog.modules()) {
            assertThat(catalog.entries(module))
                    .isNotEmpty()
                    .allSatisfy(
                            entry -> assertThat(catalog.ptx(module)).contains(".visible .entry " + entry.name() + "("));
        }
    }

    @Test
    void keepsTheStreamsAtTheRegistersOfFullOccupancy() {
        // 65536 registers / 2048 threads of an SM. One more, and a quarter of the threads no longer fit.
        assertThat(catalog.entries("stream"))
                .allSatisfy(entry -> assertThat(entry.registersPerThread()).isLessThanOrEqualTo(32));
    }

    @Test
    void namesTheUnknownModuleAndTheKnownOnes() {
        assertThatThrownBy(() -> catalog.ptx("streams"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no kernel module is named 'streams'; known: %s", String.join(", ", catalog.modules()))
                .hasMessageContaining("philox");
    }

    @Test
    void namesTheUnknownEntryAndTheKnownOnes() {
        assertThatThrownBy(() -> catalog.entry("spin", "sleep"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no entry of kernel module 'spin' is named 'sleep'; known: spin, spin_reporting");
    }

    @Test
    void readsTheParametersOfAPtxFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("foreign.ptx"), """
                .version 9.0
                .target sm_80
                /* .entry no(.param .u32 x) */
                .visible .entry $plain // one (two
                (
                    .param .u64 .ptr .global .align 1 a,   // an address
                    .param .f32 b,
                    .param .align 8 .b8 c[24],
                    .param .u64 d
                )
                .maxntid 128
                { ret; }
                .entry empty { ret; }
                """);

        assertThat(catalog.signature(file.toString(), "$plain"))
                .isEqualTo(new KernelSignature(
                        file.toString(),
                        "$plain",
                        List.of(
                                new Parameter("a", "u64", true),
                                new Parameter("b", "f32", false),
                                new Parameter("c", "b8[24]", false),
                                new Parameter("d", "u64", false)),
                        false));
        assertThat(catalog.signature(file.toString(), "empty").parameters()).isEmpty();
        assertThat(catalog.ptx(file.toString())).contains(".maxntid");
        assertThatThrownBy(() -> catalog.signature(file.toString(), "no"))
                .isInstanceOf(InputException.class)
                .hasMessage("no kernel of '%s' is named 'no'; known: $plain, empty", file);
    }

    @Test
    void saysInOneLineThatAPtxFileIsMissing() {
        assertThatThrownBy(() -> catalog.ptx("missing/of/all.ptx"))
                .isInstanceOf(InputException.class)
                .hasMessage("there is no PTX file 'missing/of/all.ptx'");
    }

    @Test
    void knowsThePointersOfItsOwnKernels() {
        assertThat(catalog.signature("stream", "stream_write"))
                .isEqualTo(catalog.entry("stream", "stream_write").signature());
    }
}
