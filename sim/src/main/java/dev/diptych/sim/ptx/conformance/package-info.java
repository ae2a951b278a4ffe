/** Whether a machine's arithmetic instructions give, bit for bit, what the methods of the executor give. */
@NullMarked
package dev.diptych.sim.ptx.conformance;

import org.jspecify.annotations.NullMarked;
