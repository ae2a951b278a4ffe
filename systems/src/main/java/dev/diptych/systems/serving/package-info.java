/** Serving models: jobs are chains of operations that share one GPU, and a scheduler says which of them the GPU gets to see, and when. */
@NullMarked
package dev.diptych.systems.serving;

import org.jspecify.annotations.NullMarked;
