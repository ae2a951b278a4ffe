package dev.diptych.sim.ptx.corpus;

import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.PtxArg;
import java.util.ArrayList;
import java.util.List;

/** Launches as Triton makes them. */
final class Triton {
    private Triton() {}

    /** Runs a kernel, which takes two more pointers than its source: scratch memory that the corpus's kernels leave alone. */
    static void run(
            Device device, String module, String kernel, Dim grid, int warps, int sharedBytes, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of(arguments));
        all.add(new PtxArg.I64(0));
        all.add(new PtxArg.I64(0));
        device.run("triton_" + module, kernel, grid, Dim.of(32 * warps), sharedBytes, all.toArray());
    }
}
