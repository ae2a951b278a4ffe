/** The contract between a system and the machine that runs it, with its recording and replay. */
@NullMarked
package dev.diptych.model.run;

import org.jspecify.annotations.NullMarked;
