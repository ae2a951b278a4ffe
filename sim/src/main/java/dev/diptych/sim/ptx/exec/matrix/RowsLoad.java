package dev.diptych.sim.ptx.exec.matrix;

import dev.diptych.sim.ptx.exec.Guard;
import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.exec.Pointer;
import dev.diptych.sim.ptx.exec.Warp;
import dev.diptych.sim.ptx.syntax.Space;
import java.util.List;

/**
 * {@code ldmatrix} of matrices of 8 rows of 16 bytes (PTX ISA 9.0, "ldmatrix"): lane {@code 8 * i + j} has the address of row {@code j} of
 * matrix {@code i}. As shared memory goes, it is a load of 16 bytes by each of these lanes.
 *
 * @param targets one register a matrix
 */
public record RowsLoad(List<Integer> targets, boolean isTransposed, Pointer pointer, int site, Guard guard)
        implements Collective {
    public RowsLoad {
        targets = List.copyOf(targets);
    }

    @Override
    public void execute(Warp warp) {
        int lanes = targets.size() * Rows.COUNT;
        byte[] rows = new byte[targets.size() * Rows.MATRIX_BYTES];
        for (int lane = 0; lane < lanes; lane++) {
            long address = pointer.sharedOffset(warp, lane, site);
            warp.addresses[lane] = address;
            int index = pointer.loadIndex(warp, address, Rows.ROW_BYTES, lane, site);
            System.arraycopy(warp.shared, index, rows, lane * Rows.ROW_BYTES, Rows.ROW_BYTES);
        }
        for (int i = 0; i < targets.size(); i++) {
            int target = targets.get(i) * Warp.LANES;
            for (int lane = 0; lane < Warp.LANES; lane++) {
                warp.ints[target + lane] = Rows.word(rows, i * Rows.MATRIX_BYTES, lane, isTransposed);
            }
        }
        warp.count(new MemoryAccess(MemoryAccess.Kind.LOAD, Space.SHARED, Rows.ROW_BYTES), -1 >>> -lanes);
    }
}
