/** What kernels do, in closed form: the work models that the simulator's machine asks for. */
@NullMarked
package dev.diptych.sim.work;

import org.jspecify.annotations.NullMarked;
