package dev.diptych.sim.ptx.exec;

/** Compiled segments of one kernel. */
public interface SegmentCode {
    /** Runs a segment for the lanes of a mask. */
    void run(int segment, Warp warp, int mask);
}
