package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Buffer;

/**
 * Where the vertices of matrices of a batch stand among the nodes of their samples.
 *
 * @param columns of each column
 * @param sources of each edge
 */
record DevicePlaces(DeviceMatrix matrix, Buffer columns, Buffer sources) {}
