/** The project's CUDA kernels as the JVM sees them: PTX text, parameters and the resources that a launch takes. */
@NullMarked
package dev.diptych.kernels;

import org.jspecify.annotations.NullMarked;
