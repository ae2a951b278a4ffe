/** Work as data: kernels, launches, copies and the plans that order them. */
@NullMarked
package dev.diptych.model.op;

import org.jspecify.annotations.NullMarked;
