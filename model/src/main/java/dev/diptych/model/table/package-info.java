/** Columns of numbers: the shape of logs and traces. */
@NullMarked
package dev.diptych.model.table;

import org.jspecify.annotations.NullMarked;
