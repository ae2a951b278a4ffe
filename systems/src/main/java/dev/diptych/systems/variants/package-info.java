/** Models that answer the same question: which of them answers a request, and on how many GPUs each runs. */
@NullMarked
package dev.diptych.systems.variants;

import org.jspecify.annotations.NullMarked;
