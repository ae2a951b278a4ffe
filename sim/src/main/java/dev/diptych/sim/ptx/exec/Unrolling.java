package dev.diptych.sim.ptx.exec;

import org.jspecify.annotations.Nullable;

/** How far a warp is with the iterations of an {@link UnrolledLoop} that have no branch between them. */
final class Unrolling {
    private @Nullable UnrolledLoop loop;
    /** Iterations that are to come without a branch, the current one included; 0 while the first of them runs. */
    private int left;
    /** Iterations since the last end of the schedule. */
    private int together;

    void clear() {
        loop = null;
        left = 0;
        together = 0;
    }

    /** Returns whether a segment is run for an iteration that follows another one without a branch. */
    boolean isCopy(Segment segment) {
        Segment.Unrolled unrolled = segment.unrolled();
        return unrolled != null && left > 0 && unrolled.loop().equals(loop);
    }

    /** Returns whether the loads of what follows a segment that was run wait for what came before. */
    boolean ends(Segment segment, Warp warp, int lanes) {
        Segment.Unrolled unrolled = segment.unrolled();
        if (unrolled == null || !unrolled.isLast()) {
            return segment.endsSchedule();
        }
        if (isCopy(segment)) {
            left--;
        } else {
            loop = unrolled.loop();
            left = unrolled.loop().iterations(warp, lanes) - 1;
            together = 0;
        }
        together++;
        if (left == 0 || together == unrolled.loop().abreast()) {
            together = 0;
            return true;
        }
        return false;
    }
}
