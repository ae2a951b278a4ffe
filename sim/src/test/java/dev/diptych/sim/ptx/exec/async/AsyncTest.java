package dev.diptych.sim.ptx.exec.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.sim.ptx.PtxOptions;
import dev.diptych.sim.ptx.exec.KernelFault;
import dev.diptych.sim.ptx.exec.Machine;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Barriers in shared memory, the copies that they are told of, and clusters of one block. */
class AsyncTest {
    private static final int THREADS = 128;

    /** A barrier for all threads. */
    private static final String BEGIN = """
            .shared .align 16 .b8 tile[4096];
            .shared .align 8 .b64 bar;
            mov.u32 %r0, %tid.x;
            mov.u32 %r49, tile;
            setp.eq.u32 %p0, %r0, 0;
            @%p0 mbarrier.init.shared.b64 [bar], 128;
            bar.sync 0;
            """;

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static Machine run(String body, int resultBytes, byte[]... inputs) {
        return new Machine(PtxOptions.DEFAULT.checked(), THREADS, body, resultBytes, inputs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"test_wait", "try_wait"})
    void ordersStoresAndLoadsOfManyRounds(String wait) {
        // Each thread stores its number plus the round, and reads that of its neighbour in the next warp.
        String body = BEGIN + """
                mov.u32 %%r1, 0;
                mov.u32 %%r2, 0;
                shl.b32 %%r3, %%r0, 2;
                add.u32 %%r3, %%r3, %%r49;
                add.u32 %%r4, %%r0, 32;
                and.b32 %%r4, %%r4, 127;
                shl.b32 %%r4, %%r4, 2;
                add.u32 %%r4, %%r4, %%r49;
                ROUND:
                add.u32 %%r5, %%r0, %%r1;
                st.shared.u32 [%%r3], %%r5;
                mbarrier.arrive.shared.b64 %%rd20, [bar];
                WAIT:
                mbarrier.%1$s.shared.b64 %%p1, [bar], %%rd20;
                @!%%p1 bra WAIT;
                ld.shared.u32 %%r6, [%%r4];
                add.u32 %%r2, %%r2, %%r6;
                mbarrier.arrive.release.cta.shared::cta.b64 _, [bar], 1;
                AGAIN:
                mbarrier.%1$s.parity.shared.b64 %%p1, [bar], 1;
                @!%%p1 bra AGAIN;
                add.u32 %%r1, %%r1, 1;
                setp.lt.u32 %%p2, %%r1, 10;
                @%%p2 bra ROUND;
                mul.wide.u32 %%rd10, %%r0, 4;
                add.u64 %%rd10, %%rd10, %%rd4;
                st.global.u32 [%%rd10], %%r2;
                """.formatted(wait);

        ByteBuffer result = run(body, 4 * THREADS).result();

        for (int i = 0; i < THREADS; i++) {
            assertThat(result.getInt(4 * i)).isEqualTo(10 * ((i + 32) % THREADS) + 45);
        }
    }

    @Test
    void goesOnWithoutThoseWhoDropped() {
        // Half of the threads leave; the second phase needs the others alone.
        String body = BEGIN + """
                setp.lt.u32 %p1, %r0, 64;
                @%p1 mbarrier.arrive_drop.shared.b64 _, [bar];
                @%p1 ret;
                mbarrier.arrive.shared.b64 %rd20, [bar];
                FIRST:
                mbarrier.try_wait.shared.b64 %p2, [bar], %rd20;
                @!%p2 bra FIRST;
                mbarrier.arrive.shared.b64 %rd20, [bar];
                SECOND:
                mbarrier.try_wait.shared.b64 %p2, [bar], %rd20, 1000;
                @!%p2 bra SECOND;
                mul.wide.u32 %rd10, %r0, 4;
                add.u64 %rd10, %rd10, %rd4;
                st.global.u32 [%rd10], %r0;
                """;

        ByteBuffer result = run(body, 4 * THREADS).result();

        for (int i = 64; i < THREADS; i++) {
            assertThat(result.getInt(4 * i)).isEqualTo(i);
        }
    }

    @Test
    void tellsABarrierOfSmallCopies() {
        String body = BEGIN + """
                mul.wide.u32 %rd10, %r0, 16;
                add.u64 %rd11, %rd10, %rd1;
                shl.b32 %r3, %r0, 4;
                add.u32 %r3, %r3, %r49;
                cp.async.cg.shared.global [%r3], [%rd11], 16;
                cp.async.mbarrier.arrive.shared.b64 [bar];
                cp.async.mbarrier.arrive.noinc.shared.b64 [bar];
                WAIT:
                mbarrier.test_wait.parity.shared.b64 %p1, [bar], 0;
                @!%p1 bra WAIT;
                xor.b32 %r3, %r3, 2032;
                ld.shared.v4.b32 {%r4,%r5,%r6,%r7}, [%r3];
                add.u64 %rd11, %rd10, %rd4;
                st.global.v4.b32 [%rd11], {%r4,%r5,%r6,%r7};
                """;
        byte[] in = random(16 * THREADS);

        byte[] result = run(body, in.length, in).result().array();

        for (int i = 0; i < in.length; i++) {
            assertThat(result[i]).isEqualTo(in[i ^ 2032]);
        }
    }

    @Test
    void copiesInBulkIntoAndOutOfSharedMemory() {
        String body = BEGIN + """
                mbarrier.arrive.shared.b64 %rd20, [bar];
                bar.sync 0;
                setp.ne.u32 %p1, %r0, 0;
                @%p1 bra WAIT;
                mov.u32 %r48, bar;
                mbarrier.inval.shared.b64 [%r48];
                mbarrier.init.shared::cta.b64 [%r48], 1;
                fence.mbarrier_init.release.cluster;
                cp.async.bulk.shared::cluster.global.mbarrier::complete_tx::bytes [%r49], [%rd1], 1024, [%r48];
                mbarrier.arrive.expect_tx.shared.b64 _, [%r48], 1024;
                TRY:
                mbarrier.try_wait.parity.shared::cta.b64 %p2, [%r48], 0;
                @!%p2 bra TRY;
                fence.proxy.async;
                cp.async.bulk.global.shared::cta.bulk_group [%rd4], [%r49], 512;
                add.u32 %r49, %r49, 512;
                add.u64 %rd5, %rd4, 512;
                cp.async.bulk.global.shared::cta.bulk_group [%rd5], [%r49], 512;
                cp.async.bulk.commit_group;
                cp.async.bulk.wait_group.read 0;
                WAIT:
                """;
        byte[] in = random(1024);

        Machine machine = run(body, 1024, in);

        assertThat(machine.result().array()).isEqualTo(in);
        assertThat(machine.counts().globalLoads()).isEqualTo(1);
        assertThat(machine.counts().globalStores()).isEqualTo(2);
        assertThat(machine.counts().globalSectors()).isEqualTo(64);
    }

    @Test
    void findsCopiesThatRunOverABuffer() {
        String body = BEGIN
                + "@%p0 cp.async.bulk.shared::cluster.global.mbarrier::complete_tx::bytes [tile], [%rd1], 1040, [bar];\n";

        assertThatThrownBy(() -> run(body, 32, random(1024)))
                .isInstanceOf(KernelFault.class)
                .hasMessageContaining("out of bounds: 16 bytes at offset 1024 of 'input 0'");
    }

    @Test
    void findsABarrierThatIsUsedBeforeItIsInitialised() {
        String body = ".shared .align 8 .b64 other;\nmbarrier.arrive.shared.b64 _, [other];\n";

        assertThatThrownBy(() -> run(body, 32))
                .isInstanceOf(KernelFault.class)
                .hasMessageContaining("uninitialised: byte 0 of shared memory is updated");
    }

    @Test
    void findsMoreArrivalsThanABarrierWaitsFor() {
        String body = BEGIN + "mbarrier.arrive.shared.b64 _, [bar], 100;\n";

        assertThatThrownBy(() -> run(body, 32))
                .isInstanceOf(KernelFault.class)
                .hasMessageContaining("100 arrivals at an mbarrier that waits for 28");
    }

    @Test
    void findsAStoreThatNoPhaseOrders() {
        String body = BEGIN + """
                shl.b32 %r3, %r0, 2;
                add.u32 %r3, %r3, %r49;
                mbarrier.arrive.shared.b64 %rd20, [bar];
                WAIT:
                mbarrier.test_wait.shared.b64 %p1, [bar], %rd20;
                @!%p1 bra WAIT;
                st.shared.u32 [%r3], %r0;
                xor.b32 %r3, %r3, 128;
                ld.shared.u32 %r4, [%r3];
                """;

        assertThatThrownBy(() -> run(body, 32)).isInstanceOf(KernelFault.class);
    }

    @Test
    void takesABlockForACluster() {
        String body = """
                .shared .align 4 .b8 tile[512];
                mov.u32 %r0, %tid.x;
                mov.u32 %r49, tile;
                shl.b32 %r3, %r0, 2;
                add.u32 %r4, %r49, %r3;
                mov.u32 %r5, %cluster_ctarank;
                mapa.shared::cluster.u32 %r6, %r4, %r5;
                st.shared::cluster.u32 [%r6], %r0;
                barrier.cluster.arrive.release.aligned;
                barrier.cluster.wait.acquire.aligned;
                xor.b32 %r3, %r3, 128;
                add.u32 %r4, %r49, %r3;
                ld.shared.u32 %r7, [%r4];
                mov.u32 %r8, %nclusterid.x;
                mov.u32 %r9, %clusterid.x;
                add.u32 %r7, %r7, %r8;
                add.u32 %r7, %r7, %r9;
                mul.wide.u32 %rd10, %r0, 4;
                add.u64 %rd10, %rd10, %rd4;
                st.global.u32 [%rd10], %r7;
                """;

        ByteBuffer result = run(body, 4 * THREADS).result();

        for (int i = 0; i < THREADS; i++) {
            assertThat(result.getInt(4 * i)).isEqualTo((i ^ 32) + 1);
        }
    }

    @Test
    void findsTheAddressOfAnotherBlockOfACluster() {
        String body = BEGIN + "mapa.shared::cluster.u32 %r6, %r49, 1;\n";

        assertThatThrownBy(() -> run(body, 32))
                .isInstanceOf(KernelFault.class)
                .hasMessageContaining("block 1 of a cluster is named, but clusters of one block alone are executed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mbarrier.pending_count.b64 %r1, %rd20;",
                "cp.async.bulk.tensor.1d.shared::cluster.global.tile.mbarrier::complete_tx::bytes [tile], [%rd1, {%r1}], [bar];",
                "cp.async.bulk.shared::cluster.global.mbarrier::complete_tx::bytes.multicast::cluster [tile], [%rd1], 16, [bar], %r1;",
                "barrier.cluster.leave;"
            })
    void refusesWhatItDoesNotKnow(String instruction) {
        assertThatThrownBy(() -> run(BEGIN + instruction + "\n", 32))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("matrix.ptx:23: "
                        + instruction.substring(
                                0, instruction.indexOf(' ') < 0 ? instruction.length() - 1 : instruction.indexOf(' ')));
    }
}
