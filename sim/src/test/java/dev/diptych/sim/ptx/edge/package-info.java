/** Sharp edges of the executor, each in a few lines of PTX. */
@org.jspecify.annotations.NullMarked
package dev.diptych.sim.ptx.edge;
