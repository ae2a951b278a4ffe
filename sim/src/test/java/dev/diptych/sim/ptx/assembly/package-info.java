@NullMarked
package dev.diptych.sim.ptx.assembly;

import org.jspecify.annotations.NullMarked;
