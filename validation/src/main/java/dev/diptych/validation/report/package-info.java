/** Pages for people: comparisons, single runs, and metrics as CSV. */
@NullMarked
package dev.diptych.validation.report;

import org.jspecify.annotations.NullMarked;
