/** Caches that change with every batch, to compare with: replacement policies, one file each. */
@NullMarked
package dev.diptych.systems.embedding.replacement;

import org.jspecify.annotations.NullMarked;
