/** Which variants answer a request, and how many GPUs each has: one policy a file. */
@NullMarked
package dev.diptych.systems.variants.policy;

import org.jspecify.annotations.NullMarked;
