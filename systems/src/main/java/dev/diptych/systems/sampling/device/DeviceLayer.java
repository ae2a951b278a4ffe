package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Buffer;

/**
 * A matrix that is part of a sample, with numbers of its edges.
 *
 * @param weights a number for each edge
 */
record DeviceLayer(DeviceMatrix matrix, Buffer weights) {}
