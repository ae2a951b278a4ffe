/** Numbers computed from a run's log, each kind found by name. */
@NullMarked
package dev.diptych.validation.metric;

import org.jspecify.annotations.NullMarked;
