/** Programs on a GPU: what a batch of samples is in its memory, and which kernels make one of the other. */
@org.jspecify.annotations.NullMarked
package dev.diptych.systems.sampling.device;
