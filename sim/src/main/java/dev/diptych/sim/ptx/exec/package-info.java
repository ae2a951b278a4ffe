/** Running compiled kernels: warps and their splits, barriers, warp-wide instructions, accesses to memory. */
@NullMarked
package dev.diptych.sim.ptx.exec;

import org.jspecify.annotations.NullMarked;
