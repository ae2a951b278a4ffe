/** How often rows of a table are read: counted from streams of keys, as they come. */
@NullMarked
package dev.diptych.systems.embedding.hotness;

import org.jspecify.annotations.NullMarked;
