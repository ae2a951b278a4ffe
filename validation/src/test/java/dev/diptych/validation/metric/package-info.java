@NullMarked
package dev.diptych.validation.metric;

import org.jspecify.annotations.NullMarked;
