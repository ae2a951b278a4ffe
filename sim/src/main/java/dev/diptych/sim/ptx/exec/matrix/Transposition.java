package dev.diptych.sim.ptx.exec.matrix;

import dev.diptych.sim.ptx.exec.Guard;
import dev.diptych.sim.ptx.exec.Source;
import dev.diptych.sim.ptx.exec.Warp;

/** {@code movmatrix.sync.aligned.m8n8.trans.b16} (PTX ISA 9.0, "movmatrix"). */
public record Transposition(int target, Source source, int site, Guard guard) implements Collective {
    @Override
    public void execute(Warp warp) {
        byte[] rows = new byte[Rows.MATRIX_BYTES];
        for (int lane = 0; lane < Warp.LANES; lane++) {
            Rows.put(rows, 0, lane, source.value(warp, lane), false);
        }
        for (int lane = 0; lane < Warp.LANES; lane++) {
            warp.ints[target * Warp.LANES + lane] = Rows.word(rows, 0, lane, true);
        }
    }
}
