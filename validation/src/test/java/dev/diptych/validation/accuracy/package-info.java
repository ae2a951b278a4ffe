@NullMarked
package dev.diptych.validation.accuracy;

import org.jspecify.annotations.NullMarked;
