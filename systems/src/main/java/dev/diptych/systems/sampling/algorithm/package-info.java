/** Sampling algorithms, one file each, as programs. */
@org.jspecify.annotations.NullMarked
package dev.diptych.systems.sampling.algorithm;
