/** Model bundles: kernels in PTX, the storage that they pass on to each other, and weights; models that really compute. */
@NullMarked
package dev.diptych.systems.bundle;

import org.jspecify.annotations.NullMarked;
