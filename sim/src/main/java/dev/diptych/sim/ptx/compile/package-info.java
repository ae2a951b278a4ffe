/** From the syntax tree of a kernel to JVM bytecode: calls are inlined, straight lines become loops over a warp's lanes. */
@NullMarked
package dev.diptych.sim.ptx.compile;

import org.jspecify.annotations.NullMarked;
