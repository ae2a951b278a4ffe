/** The simulated machine: streams, dispatch, multiprocessors, memory, links and the controller's thread. */
@NullMarked
package dev.diptych.sim.machine;

import org.jspecify.annotations.NullMarked;
