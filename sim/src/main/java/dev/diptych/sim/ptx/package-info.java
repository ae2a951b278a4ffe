/** The PTX executor: kernels as nvcc and Triton write them, run on the JVM, with exact counts of what they do. */
@NullMarked
package dev.diptych.sim.ptx;

import org.jspecify.annotations.NullMarked;
