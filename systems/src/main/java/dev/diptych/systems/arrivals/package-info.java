/** When requests arrive. */
@NullMarked
package dev.diptych.systems.arrivals;

import org.jspecify.annotations.NullMarked;
