@NullMarked
package dev.diptych.validation.timeline;

import org.jspecify.annotations.NullMarked;
