/** NVIDIA GPUs as a panel: programs run on CUDA devices through the driver API. The only importer of {@code jcuda}. */
@NullMarked
package dev.diptych.real;

import org.jspecify.annotations.NullMarked;
