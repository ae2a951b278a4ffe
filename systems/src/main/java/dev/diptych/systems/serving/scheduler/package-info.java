/** Who decides what the GPU gets to see: schedulers, one file each. */
@NullMarked
package dev.diptych.systems.serving.scheduler;

import org.jspecify.annotations.NullMarked;
