package dev.diptych.sim.ptx.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.kernels.KernelEntry;
import dev.diptych.sim.ptx.PtxProgram;
import dev.diptych.sim.ptx.exec.ParameterUse;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterAnalysisTest {
    private static final KernelCatalog CATALOG = KernelCatalog.load();

    /** Names of parameters, in the kernel's order; - for none. */
    @ParameterizedTest
    @CsvSource({
        "stream, stream_write, out, -",
        "stream, stream_copy, out, -",
        "stream, stream_triad, out, -",
        "stream, stream_read, sink, in",
        "gather, gather_rows, out errors, keys",
        "fill, fill_ring, out, -",
        "chase, chase, offset, ring offset",
        "chase, chase_warps, offsets, ring offsets",
        "cached, l1_read_16, out, -",
        "shared, shared_chase, out, -",
        "atomics, atomic_random, words, -",
        "atomics, atomic_random_return, words out, -",
        "atomics, atomic_shared, out, -",
        "intensity, intensity, out, -",
        "empty, empty, -, -"
    })
    void tellsWhatAKernelWritesAndWhatItDependsOn(String module, String entry, String written, String deciding) {
        List<KernelEntry.Parameter> parameters = CATALOG.entry(module, entry).parameters();
        IntPredicate isPointer = i -> parameters.get(i).pointer();
        ParameterUse use = use(module, entry);

        assertThat(names(parameters, i -> isPointer.test(i) && use.writes(i, isPointer)))
                .isEqualTo(written);
        assertThat(names(parameters, i -> isPointer.test(i) && use.dependsOn(i, isPointer)))
                .isEqualTo(deciding);
    }

    @Test
    void anAddressOfUnknownOriginMayBeAnyArguments() {
        ParameterUse use = use("chase", "chase_warps");

        // Where the only pointer is none, its loads may be of anything.
        assertThat(use.dependsOn(3, i -> i == 3)).isTrue();
        assertThat(use.writes(0, i -> i == 0)).isTrue();
    }

    private static ParameterUse use(String module, String entry) {
        return PtxProgram.of(module + ".ptx", CATALOG.ptx(module)).kernel(entry).use();
    }

    private static String names(List<KernelEntry.Parameter> parameters, IntPredicate which) {
        String names = IntStream.range(0, parameters.size())
                .filter(which)
                .mapToObj(i -> parameters.get(i).name())
                .collect(Collectors.joining(" "));
        return names.isEmpty() ? "-" : names;
    }
}
