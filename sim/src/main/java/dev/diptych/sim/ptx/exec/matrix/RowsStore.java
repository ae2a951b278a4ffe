package dev.diptych.sim.ptx.exec.matrix;

import dev.diptych.sim.ptx.exec.Guard;
import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.exec.Pointer;
import dev.diptych.sim.ptx.exec.Source;
import dev.diptych.sim.ptx.exec.Warp;
import dev.diptych.sim.ptx.syntax.Space;
import java.util.List;

/**
 * {@code stmatrix}, the reverse of {@link RowsLoad} (PTX ISA 9.0, "stmatrix").
 *
 * @param sources one register a matrix
 */
public record RowsStore(List<Source> sources, boolean isTransposed, Pointer pointer, int site, Guard guard)
        implements Collective {
    public RowsStore {
        sources = List.copyOf(sources);
    }

    @Override
    public void execute(Warp warp) {
        int lanes = sources.size() * Rows.COUNT;
        byte[] rows = new byte[sources.size() * Rows.MATRIX_BYTES];
        for (int i = 0; i < sources.size(); i++) {
            for (int lane = 0; lane < Warp.LANES; lane++) {
                int word = sources.get(i).value(warp, lane);
                Rows.put(rows, i * Rows.MATRIX_BYTES, lane, word, isTransposed);
            }
        }
        for (int lane = 0; lane < lanes; lane++) {
            long address = pointer.sharedOffset(warp, lane, site);
            warp.addresses[lane] = address;
            int index = pointer.storeIndex(warp, address, Rows.ROW_BYTES, lane, site);
            System.arraycopy(rows, lane * Rows.ROW_BYTES, warp.shared, index, Rows.ROW_BYTES);
            pointer.stored(warp);
        }
        warp.count(new MemoryAccess(MemoryAccess.Kind.STORE, Space.SHARED, Rows.ROW_BYTES), -1 >>> -lanes);
    }
}
