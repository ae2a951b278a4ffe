/** What kernels are given: how people write arguments, and how they come to lie in memory. */
@NullMarked
package dev.diptych.systems.argument;

import org.jspecify.annotations.NullMarked;
