/** The simulated panel: a discrete-event machine behind the contract that the real one has. */
@NullMarked
package dev.diptych.sim;

import org.jspecify.annotations.NullMarked;
