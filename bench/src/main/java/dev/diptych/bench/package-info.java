/** JMH benchmarks; each says which question it answers and against what. */
@NullMarked
package dev.diptych.bench;

import org.jspecify.annotations.NullMarked;
