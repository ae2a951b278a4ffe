/** The memory that kernels see: regions of bytes, real or phantom. */
@NullMarked
package dev.diptych.sim.ptx.memory;

import org.jspecify.annotations.NullMarked;
