/** Keeping caches right while what is read changes: what is watched, when rows move, and how, without a reader that notices. */
@NullMarked
package dev.diptych.systems.embedding.refresh;

import org.jspecify.annotations.NullMarked;
