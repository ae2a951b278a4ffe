/** Kernels that were given block notices, executed. */
@NullMarked
package dev.diptych.sim.ptx.notices;

import org.jspecify.annotations.NullMarked;
