/** What PTX's arithmetic instructions compute: one static method an instruction, on the values of one thread. */
@NullMarked
package dev.diptych.sim.ptx.arith;

import org.jspecify.annotations.NullMarked;
