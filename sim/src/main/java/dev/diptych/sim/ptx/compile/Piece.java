package dev.diptych.sim.ptx.compile;

import java.util.BitSet;
import java.util.List;

/**
 * A segment before it is compiled.
 *
 * @param block its basic block
 * @param sites of its instructions; of a warp-wide one, that alone
 * @param exit the site of the branch or exit at its end, -1 for none
 * @param needed numbers of the registers that are read later
 */
record Piece(int block, List<Integer> sites, boolean isWarpWide, int exit, BitSet needed) {
    Piece {
        sites = List.copyOf(sites);
    }
}
