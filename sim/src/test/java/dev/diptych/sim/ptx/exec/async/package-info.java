@NullMarked
package dev.diptych.sim.ptx.exec.async;

import org.jspecify.annotations.NullMarked;
