package dev.diptych.sim.ptx.exec.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.sim.ptx.PtxOptions;
import dev.diptych.sim.ptx.exec.KernelFault;
import dev.diptych.sim.ptx.exec.Machine;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ldmatrix}, {@code stmatrix} and {@code movmatrix}. */
class RowsTest {
    private static final String SHARED = ".shared .align 16 .b8 tile[4096];\n";

    /** Fills the first 512 bytes, 16 a lane. */
    private static final String FILL = """
            mad.wide.u32 %rd10, %r0, 16, %rd1;
            ld.global.v4.b32 {%r1,%r2,%r3,%r4}, [%rd10];
            mov.u32 %r49, tile;
            mad.lo.u32 %r48, %r0, 16, %r49;
            st.shared.v4.b32 [%r48], {%r1,%r2,%r3,%r4};
            bar.sync 0;
            """;

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static short element(byte[] rows, int matrix, int row, int column) {
        int at = matrix * 128 + row * 16 + column * 2;
        return (short) ((rows[at] & 0xFF) | rows[at + 1] << 8);
    }

    @ParameterizedTest(name = "{0} matrices, transposed {1}, {2}")
    @CsvSource({
        "1, false, .shared",
        "2, false, .shared::cta",
        "4, false, .shared",
        "1, true, .shared",
        "2, true, .shared",
        "4, true, ''"
    })
    void loadsRowsIntoThePairsThatLanesHold(int count, boolean isTransposed, String space) {
        byte[] rows = random(512);
        List<String> targets = Machine.names("%r", 10, count);
        String generic = "cvt.u64.u32 %rd11, %r48;\ncvta.shared.u64 %rd11, %rd11;\n";
        String body = SHARED
                + FILL
                + generic
                + "ldmatrix.sync.aligned.m8n8.x%d%s%s.b16 %s, [%s];\n"
                        .formatted(
                                count,
                                isTransposed ? ".trans" : "",
                                space,
                                Machine.braces(targets),
                                space.isEmpty() ? "%rd11" : "%r48")
                + Machine.store("%rd4", targets, false);

        Machine machine = new Machine(body, 128 * count, rows);

        ByteBuffer result = machine.result();
        for (int lane = 0; lane < 32; lane++) {
            for (int matrix = 0; matrix < count; matrix++) {
                for (int i = 0; i < 2; i++) {
                    int row = lane / 4;
                    int column = lane % 4 * 2 + i;
                    assertThat(result.getShort((lane * count + matrix) * 4 + i * 2))
                            .isEqualTo(
                                    isTransposed
                                            ? element(rows, matrix, column, row)
                                            : element(rows, matrix, row, column));
                }
            }
        }
        assertThat(machine.counts().sharedLoads()).isEqualTo(1);
        assertThat(machine.counts().sharedConflicts()).isZero();
        // The stores of 16 bytes a lane take four wavefronts.
        assertThat(machine.counts().sharedWavefronts()).isEqualTo(4 + count);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 64, 128, 144})
    void countsConflictsOfRowsThatShareBanks(int pitchBytes) {
        String body = SHARED + """
                mov.u32 %%r49, tile;
                and.b32 %%r47, %%r0, 7;
                mad.lo.u32 %%r48, %%r47, %d, %%r49;
                ldmatrix.sync.aligned.m8n8.x1.shared.b16 {%%r1}, [%%r48];
                """.formatted(pitchBytes);

        Machine machine = new Machine(PtxOptions.DEFAULT, 32, body, 32);

        // 128 bytes of all banks hold 128 / pitch rows before they begin again.
        int wavefronts = pitchBytes == 144 ? 1 : 8 / (128 / pitchBytes);
        assertThat(machine.counts().sharedWavefronts()).isEqualTo(wavefronts);
        assertThat(machine.counts().sharedConflicts()).isEqualTo(wavefronts - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".trans"})
    void storesWhatItLoaded(String transposed) {
        byte[] rows = random(512);
        String body = SHARED + FILL + """
                ldmatrix.sync.aligned.m8n8.x4%s.shared.b16 {%%r10,%%r11,%%r12,%%r13}, [%%r48];
                stmatrix.sync.aligned.m8n8.x4%s.shared.b16 [%%r48+1024], {%%r10,%%r11,%%r12,%%r13};
                bar.warp.sync -1;
                ld.shared.v4.b32 {%%r1,%%r2,%%r3,%%r4}, [%%r48+1024];
                mad.wide.u32 %%rd10, %%r0, 16, %%rd4;
                st.global.v4.b32 [%%rd10], {%%r1,%%r2,%%r3,%%r4};
                """.formatted(transposed, transposed);

        Machine machine = new Machine(body, 512, rows);

        assertThat(machine.result().array()).isEqualTo(rows);
        assertThat(machine.counts().sharedStores()).isEqualTo(2);
    }

    @Test
    void transposesInRegisters() {
        byte[] rows = random(128);
        String body = Machine.load("%rd1", List.of("%r1"), false)
                + "movmatrix.sync.aligned.m8n8.trans.b16 %r1, %r1;\n"
                + Machine.store("%rd4", List.of("%r1"), false);

        ByteBuffer result = new Machine(body, 128, rows).result();

        for (int i = 0; i < 64; i++) {
            assertThat(result.getShort(i * 2)).isEqualTo(element(rows, 0, i % 8, i / 8));
        }
    }

    @Test
    void findsWhatNobodyWrote() {
        String body = SHARED + FILL + "ldmatrix.sync.aligned.m8n8.x1.shared.b16 {%r10}, [%r48+400];\n";

        assertThatThrownBy(() -> new Machine(body, 32, random(512)))
                .isInstanceOf(KernelFault.class)
                .hasMessageContaining("ldmatrix.sync.aligned.m8n8.x1.shared.b16")
                .hasMessageContaining("thread (7,0,0)")
                .hasMessageContaining("uninitialised: byte 512");
    }

    @Test
    void findsAMissingBarrierBetweenWarps() {
        String body = SHARED + """
                mov.u32 %r40, %tid.x;
                mov.u32 %r49, tile;
                mad.lo.u32 %r48, %r40, 16, %r49;
                st.shared.v4.b32 [%r48], {%r40,%r40,%r40,%r40};
                xor.b32 %r41, %r40, 32;
                mad.lo.u32 %r48, %r41, 16, %r49;
                ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%r10,%r11,%r12,%r13}, [%r48];
                """;

        assertThatThrownBy(() -> new Machine(PtxOptions.DEFAULT.checked(), 64, body, 32))
                .isInstanceOf(KernelFault.class)
                .hasMessageContaining("ldmatrix");
    }

    @Test
    void findsAMisalignedRow() {
        String body = SHARED + FILL + "ldmatrix.sync.aligned.m8n8.x1.shared.b16 {%r10}, [%r48+8];\n";

        assertThatThrownBy(() -> new Machine(body, 32, random(512)))
                .isInstanceOf(KernelFault.class)
                .hasMessageContaining("misaligned: 16 bytes at offset 8 of shared memory");
    }

    @Test
    void refusesMatricesOfBytes() {
        String body = SHARED + "ldmatrix.sync.aligned.m16n16.x1.trans.shared.b8 {%r1, %r2}, [tile];\n";

        assertThatThrownBy(() -> new Machine(body, 32))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("matrix.ptx:17: ldmatrix.sync.aligned.m16n16.x1.trans.shared.b8");
    }
}
