@NullMarked
package dev.diptych.sim.ptx.exec;

import org.jspecify.annotations.NullMarked;
