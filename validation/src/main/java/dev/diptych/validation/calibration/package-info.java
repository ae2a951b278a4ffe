/** A platform's constants from recorded runs: the simulator is fitted to them, stage by stage. */
@NullMarked
package dev.diptych.validation.calibration;

import org.jspecify.annotations.NullMarked;
