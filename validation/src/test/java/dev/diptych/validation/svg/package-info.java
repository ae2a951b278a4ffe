@NullMarked
package dev.diptych.validation.svg;

import org.jspecify.annotations.NullMarked;
