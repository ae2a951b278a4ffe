/** A run's operations and requests on a common time axis, for Perfetto and for overviews. */
@NullMarked
package dev.diptych.validation.timeline;

import org.jspecify.annotations.NullMarked;
