package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import java.util.List;

/** The pointer chases: where they get to. */
final class ChaseChecks {
    private ChaseChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("chase and chase_past_l1 go round a ring", ChaseChecks::ring),
                new Check("chase_warps begins at every warp's node", ChaseChecks::warps));
    }

    /** After all nodes a chase is back, after one fewer it is not; what it leaves is where the next goes on. */
    private static void ring(Lab lab) {
        int nodes = 64;
        for (String entry : List.of("chase", "chase_past_l1")) {
            Arg ring = ringOf(lab, nodes, 32);
            Buffer offset = lab.buffer(Bytes.ofLongs(0));
            Arg at = new Arg.Address(offset.all());
            lab.launch("chase", entry, Dim.of(1), Dim.of(32), ring, at, new Arg.I32(nodes));
            lab.expect(entry + " of a whole ring", offset.all(), Bytes.ofLongs(0));
            for (int steps : new int[] {1, nodes - 1}) {
                lab.launch("chase", entry, Dim.of(1), Dim.of(32), ring, at, new Arg.I32(steps));
            }
            lab.expect(entry + " in two parts", offset.all(), Bytes.ofLongs(0));
            lab.launch("chase", entry, Dim.of(1), Dim.of(32), ring, new Arg.Null(), new Arg.I32(5));
        }
    }

    private static void warps(Lab lab) {
        int nodes = 64;
        int strideBytes = 16;
        Buffer offsets = lab.buffer(Bytes.ofLongs(new long[MicroLaunch.WARPS]));
        lab.launch(
                "chase",
                "chase_warps",
                Dim.of(MicroLaunch.BLOCKS),
                Dim.of(MicroLaunch.THREADS),
                ringOf(lab, nodes, strideBytes),
                new Arg.I64(nodes),
                new Arg.I64(strideBytes),
                new Arg.Address(offsets.all()),
                new Arg.I32(3 * nodes));
        long[] expected = new long[MicroLaunch.WARPS];
        for (int warp = 0; warp < MicroLaunch.WARPS; warp++) {
            expected[warp] = (long) warp * (nodes / MicroLaunch.WARPS) * strideBytes;
        }
        lab.expect("each warp's node", offsets.all(), Bytes.ofLongs(expected));
    }

    private static Arg ringOf(Lab lab, int nodes, int strideBytes) {
        Buffer ring = lab.buffer(Lab.gpu(), (long) nodes * strideBytes);
        lab.launch(
                "fill",
                "fill_ring",
                Dim.of(1),
                Dim.of(32),
                new Arg.Address(ring.all()),
                new Arg.I64(nodes),
                new Arg.I64(1),
                new Arg.I64(strideBytes));
        return new Arg.Address(ring.all());
    }
}
