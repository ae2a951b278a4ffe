@NullMarked
package dev.diptych.real;

import org.jspecify.annotations.NullMarked;
