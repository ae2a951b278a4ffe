/** Open sets, found by name on the class path. */
@NullMarked
package dev.diptych.model.plugin;

import org.jspecify.annotations.NullMarked;
