package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Dim;
import java.util.List;

/** The kernels of module {@code spin}: their length, and the notices of the one that reports. */
final class SpinChecks {
    private static final String MODULE = "spin";
    private static final long SPIN_CYCLES = 2_000_000;
    /** Clocks of events and of SMs differ a little. */
    private static final double SHORTEST_SHARE = 0.97;

    private static final int LAP_LAUNCHES = 30;
    private static final int LAP_BLOCKS = 50_000;

    private SpinChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("spin lasts at least its cycles", SpinChecks::length),
                new Check(
                        "spin_reporting tells every block, at any number of blocks per notice", SpinChecks::everyBlock),
                new Check("spin_reporting tells the blocks of launches that run side by side", SpinChecks::sideBySide),
                new Check("spin_reporting is silent without notices", SpinChecks::silent),
                new Check("notices come round the ring several times", lab -> lap(lab, LAP_LAUNCHES)));
    }

    private static void length(Lab lab) {
        double megahertz = lab.host().platform().spec(Lab.gpu()).clock().megahertz();
        double leastNanos = SHORTEST_SHARE * SPIN_CYCLES * 1000 / megahertz;
        long opId = lab.launch(MODULE, "spin", Dim.of(4), Dim.of(64), new Arg.I64(SPIN_CYCLES));
        lab.whenEnded(
                opId,
                (start, end) -> lab.require(
                        end - start >= leastNanos,
                        "%d cycles at %.0f MHz took %d ns".formatted(SPIN_CYCLES, megahertz, end - start)));
    }

    private static void everyBlock(Lab lab) {
        for (int blocksPerNotice : new int[] {1, 3, 16, 1000}) {
            for (Dim grid : List.of(Dim.of(1), Dim.of(15), Dim.of(16), Dim.of(17), new Dim(10, 9, 11))) {
                reporting(lab, 0, grid, blocksPerNotice);
            }
        }
    }

    private static void sideBySide(Lab lab) {
        for (int launch = 0; launch < 50; launch++) {
            for (int stream = 0; stream < Lab.STREAMS; stream++) {
                reporting(lab, stream, Dim.of(100 + launch), 1 + launch % 5);
            }
        }
    }

    private static void silent(Lab lab) {
        long opId = lab.launch(MODULE, "spin_reporting", Dim.of(10), Dim.of(64), new Arg.I64(100));
        lab.whenEnded(
                opId,
                (start, end) -> lab.require(
                        lab.blocksOf(opId).started() == 0 && lab.blocksOf(opId).finished() == 0,
                        "blocks were told that nobody asked for"));
    }

    /** Each launch follows the end of the one before it, so that the ring never holds more than one's notices. */
    private static void lap(Lab lab, int launches) {
        if (launches > 0) {
            long opId = reporting(lab, 0, Dim.of(LAP_BLOCKS), 1);
            lab.whenEnded(opId, (start, end) -> lap(lab, launches - 1));
        }
    }

    private static long reporting(Lab lab, int stream, Dim grid, int blocksPerNotice) {
        return lab.submit(
                stream, lab.launchOf(MODULE, "spin_reporting", grid, Dim.of(32), blocksPerNotice, new Arg.I64(500)));
    }
}
