@NullMarked
package dev.diptych.validation.calibration;

import org.jspecify.annotations.NullMarked;
