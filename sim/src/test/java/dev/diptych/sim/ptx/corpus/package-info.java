/** Kernels of other people's compilers on the executor, against oracles. */
@NullMarked
package dev.diptych.sim.ptx.corpus;

import org.jspecify.annotations.NullMarked;
