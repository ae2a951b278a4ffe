/** Block notices for any kernel: a pass over PTX text that has each block report its start and its end. */
@NullMarked
package dev.diptych.kernels.instrument;

import org.jspecify.annotations.NullMarked;
