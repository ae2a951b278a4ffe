/** What a launch does, as counts: the only channel from function to timing. */
@NullMarked
package dev.diptych.model.work;

import org.jspecify.annotations.NullMarked;
