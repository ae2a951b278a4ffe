package dev.diptych.sim.ptx.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.sim.ptx.ParameterUse;
import dev.diptych.sim.ptx.PtxProgram;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ParameterUseTest {
    @ParameterizedTest(name = "{1}: writes {2}, is decided by {3}")
    @CsvSource({
        // The rows' offsets are loop bounds and the columns addresses; matrix and vector only make sums.
        "spmv, spmv_scalar, 0, '1 2'",
        "spmv, spmv_vector, 0, '1 2'",
        // Bins are added to, and nobody looks at what they held. The shift that an index comes from counts as part of
        // an address: it might be one.
        "histogram, histogram_global, '0 3', 1",
        "bfs, bfs_step, 0, '1 2 4 5'",
        "hash, hash_probe, 0, '1 2 4'",
        "permute, gather_scatter, 0, '2 3'",
        // Keys are compared after they have been in shared memory.
        "bitonic, bitonic_block, 0, 1",
        "bitonic, bitonic_step, 0, ''",
        "scan, scan_blocks, '0 1', ''"
    })
    void tellsWhatIsWrittenAndWhatDecides(String module, String kernel, String written, String deciding) {
        assertThat(use(KernelCatalog.load().ptx(module), kernel))
                .isEqualTo(new ParameterUse(indices(written), indices(deciding)));
    }

    @Test
    void followsWhatPassesThroughGlobalMemory() {
        ParameterUse use = use("""
                    ld.param.u64 %rd1, [k_param_0];
                    ld.param.u64 %rd2, [k_param_1];
                    ld.global.u32 %r1, [%rd1];
                    st.global.u32 [%rd2], %r1;
                    ld.global.u32 %r2, [%rd2];
                    setp.eq.u32 %p1, %r2, 0;
                    @%p1 bra done;
                """);

        assertThat(use).isEqualTo(new ParameterUse(Set.of(1), Set.of(0, 1)));
    }

    @Test
    void takesAPointerInMemoryToLeadAnywhere() {
        ParameterUse use = use("""
                    ld.param.u64 %rd1, [k_param_0];
                    ld.global.u64 %rd2, [%rd1];
                    st.global.u32 [%rd2], 1;
                """);

        assertThat(use.written()).containsExactlyInAnyOrder(0, 1);
        assertThat(use.deciding()).containsExactly(0);
    }

    @Test
    void putsAPointerTogetherFromItsHalves() {
        ParameterUse use = use("""
                    ld.param.u64 %rd1, [k_param_0];
                    ld.global.v2.u32 {%r1, %r2}, [%rd1];
                    mov.b64 %rd2, {%r1, %r2};
                    st.global.u32 [%rd2], 1;
                """);

        assertThat(use.written()).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void expectsAnythingOfOtherAccesses() {
        ParameterUse use = use("""
                    ld.param.u64 %rd1, [k_param_0];
                    cp.async.ca.shared.global [tile], [%rd1], 16;
                """);

        assertThat(use).isEqualTo(new ParameterUse(Set.of(0, 1), Set.of(0, 1)));
    }

    private static ParameterUse use(String body) {
        return use("""
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
                """.formatted(body), "k");
    }

    private static ParameterUse use(String ptx, String kernel) {
        return PtxProgram.of("test.ptx", ptx).kernel(kernel).parameterUse();
    }

    private static Set<Integer> indices(String text) {
        return Arrays.stream(text.split(" "))
                .filter(index -> !index.isEmpty())
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
    }
}
