package dev.diptych.sim.ptx.exec;

/** Clusters of blocks, of which each block is one of its own. */
public final class Clusters {
    private Clusters() {}

    /** Checks that a rank is that of the block itself. */
    public static void checkRank(Warp warp, int rank, int lane, int site) {
        if (rank != 0) {
            throw warp.fault(
                    lane,
                    site,
                    "block %d of a cluster is named, but clusters of one block alone are executed".formatted(rank));
        }
    }
}
