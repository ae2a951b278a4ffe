/** Counter-based random numbers. */
@NullMarked
package dev.diptych.model.random;

import org.jspecify.annotations.NullMarked;
