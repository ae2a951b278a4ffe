/** Runs that a test dictates, recorded as a machine's would be. */
@NullMarked
package dev.diptych.traces.scripted;

import org.jspecify.annotations.NullMarked;
