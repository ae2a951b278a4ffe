package dev.diptych.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.kernels.KernelEntry.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;

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
                .hasMessageStartingWith("no kernel module is named 'streams'; known: ")
                .hasMessageContaining("gather, philox, spin, stream");
    }

    @Test
    void namesTheUnknownEntryAndTheKnownOnes() {
        assertThatThrownBy(() -> catalog.entry("spin", "sleep"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no entry of kernel module 'spin' is named 'sleep'; known: spin, spin_reporting");
    }
}
