/** Traces of the PyTorch profiler (Kineto): Chrome trace events, of which kernels are read. */
@NullMarked
package dev.diptych.traces.kineto;

import org.jspecify.annotations.NullMarked;
