package dev.diptych.sim.ptx.exec.matrix;

import dev.diptych.sim.ptx.exec.Guard;
import dev.diptych.sim.ptx.exec.Warp;

/** {@code mma.sync} and {@code wmma.mma.sync}: d = a * b + c (PTX ISA 9.0, "mma", "wmma.mma"). */
public record Product(Fragment a, Fragment b, Fragment c, Fragment d, Arithmetic arithmetic, int site, Guard guard)
        implements Collective {
    @Override
    public void execute(Warp warp) {
        arithmetic.multiply(warp, a, b, c, d);
    }
}
