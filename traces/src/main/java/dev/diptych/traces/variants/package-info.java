/** Profiles of models that answer the same question, each with an accuracy and a latency of its own, and how their answers are drawn. */
@NullMarked
package dev.diptych.traces.variants;

import org.jspecify.annotations.NullMarked;
