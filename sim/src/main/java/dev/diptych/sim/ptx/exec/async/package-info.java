/** Barriers in shared memory, and copies that they are told of. */
@NullMarked
package dev.diptych.sim.ptx.exec.async;

import org.jspecify.annotations.NullMarked;
