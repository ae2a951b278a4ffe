/** Matrix instructions of a warp: fragments that its 32 lanes hold together, their loads and stores, and products of them. */
@NullMarked
package dev.diptych.sim.ptx.exec.matrix;

import org.jspecify.annotations.NullMarked;
