@NullMarked
package dev.diptych.sim.ptx.exec.matrix;

import org.jspecify.annotations.NullMarked;
