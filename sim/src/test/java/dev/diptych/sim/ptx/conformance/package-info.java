@NullMarked
package dev.diptych.sim.ptx.conformance;

import org.jspecify.annotations.NullMarked;
