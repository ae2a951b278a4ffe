/** The simulator's event queue and its unit of time. */
@NullMarked
package dev.diptych.sim.engine;

import org.jspecify.annotations.NullMarked;
