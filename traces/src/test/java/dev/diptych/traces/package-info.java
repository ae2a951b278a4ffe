@NullMarked
package dev.diptych.traces;

import org.jspecify.annotations.NullMarked;
