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
        "empty, empty, -, -",
        // The rows' offsets are loop bounds and the columns addresses; matrix and vector only make sums.
        "spmv, spmv_scalar, y, offsets columns",
        "spmv, spmv_vector, y, offsets columns",
        // Bins are added to, and nobody looks at what they held.
        "histogram, histogram_global, bins, values",
        "bfs, bfs_step, next, visited frontier offsets columns",
        "hash, hash_probe, places, slots keys",
        "permute, gather_scatter, out, from to",
        // Keys are compared after they have been in shared memory, but what is less decides no branch: it is selected.
        "bitonic, bitonic_block, out, in",
        "bitonic, bitonic_step, out, -",
        "scan, scan_blocks, out sums, -"
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

    @Test
    void followsWhatPassesThroughGlobalMemory() {
        ParameterUse use = useOf("""
                    ld.param.u64 %rd1, [k_param_0];
                    ld.param.u64 %rd2, [k_param_1];
                    ld.global.u32 %r1, [%rd1];
                    st.global.u32 [%rd2], %r1;
                    ld.global.u32 %r2, [%rd2];
                    setp.eq.u32 %p1, %r2, 0;
                    @%p1 bra done;
                """);

        assertThat(written(use)).containsExactly(1);
        assertThat(deciding(use)).containsExactly(0, 1);
    }

    @Test
    void followsWhatIsCopiedToSharedMemoryOnTheSide() {
        ParameterUse use = useOf("""
                    ld.param.u64 %rd1, [k_param_0];
                    cp.async.ca.shared.global [tile], [%rd1], 16;
                    cp.async.wait_all;
                    ld.shared.u32 %r1, [tile];
                    setp.eq.u32 %p1, %r1, 0;
                    @%p1 bra done;
                """);

        assertThat(written(use)).isEmpty();
        assertThat(deciding(use)).contains(0);
    }

    @Test
    void takesAPointerInMemoryToLeadAnywhere() {
        ParameterUse use = useOf("""
                    ld.param.u64 %rd1, [k_param_0];
                    ld.global.u64 %rd2, [%rd1];
                    st.global.u32 [%rd2], 1;
                """);

        assertThat(written(use)).containsExactly(0, 1);
        assertThat(deciding(use)).containsExactly(0);
    }

    @Test
    void putsAPointerTogetherFromItsHalves() {
        ParameterUse use = useOf("""
                    ld.param.u64 %rd1, [k_param_0];
                    ld.global.v2.u32 {%r1, %r2}, [%rd1];
                    mov.b64 %rd2, {%r1, %r2};
                    st.global.u32 [%rd2], 1;
                """);

        assertThat(written(use)).containsExactly(0, 1);
    }

    /** Returns the use of two pointers by a few lines of PTX. */
    private static ParameterUse useOf(String body) {
        String ptx = """
                .version 8.0
                .target sm_80
                .address_size 64
                .visible .entry k(.param .u64 k_param_0, .param .u64 k_param_1)
                {
                    .reg .pred %%p<4>;
                    .reg .b32 %%r<8>;
                    .reg .b64 %%rd<8>;
                    .shared .align 16 .b8 tile[16];
                %s
                done:
                    ret;
                }
                """.formatted(body);
        return PtxProgram.of("test.ptx", ptx).kernel("k").use();
    }

    private static List<Integer> written(ParameterUse use) {
        return IntStream.range(0, 2)
                .filter(i -> use.writes(i, arg -> true))
                .boxed()
                .toList();
    }

    private static List<Integer> deciding(ParameterUse use) {
        return IntStream.range(0, 2)
                .filter(i -> use.dependsOn(i, arg -> true))
                .boxed()
                .toList();
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
