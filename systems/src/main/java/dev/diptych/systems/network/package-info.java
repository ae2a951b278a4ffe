/** Neural networks as lists of layers, and the compiler that makes bundles of kernels of them; with what their results are held against. */
@NullMarked
package dev.diptych.systems.network;

import org.jspecify.annotations.NullMarked;
