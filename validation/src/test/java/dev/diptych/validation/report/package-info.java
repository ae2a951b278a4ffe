@NullMarked
package dev.diptych.validation.report;

import org.jspecify.annotations.NullMarked;
