/** Policies of placing an embedding table's rows, one file each; {@code docs/placement.md} compares them. */
@NullMarked
package dev.diptych.systems.embedding.policy;

import org.jspecify.annotations.NullMarked;
