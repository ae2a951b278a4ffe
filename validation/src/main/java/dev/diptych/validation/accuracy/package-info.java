/** How far a simulated run is from the measured one, in numbers and against limits. */
@NullMarked
package dev.diptych.validation.accuracy;

import org.jspecify.annotations.NullMarked;
