package dev.diptych.systems.sampling.reference;

import org.jspecify.annotations.Nullable;

/**
 * Numbers of edges, columns or vertices.
 *
 * @param of the matrix whose edges or columns they are of; null for vertices, all of which have one
 */
@SuppressWarnings("ArrayRecordComponent") // Lives for one sample.
record Numbers(@Nullable MatrixValue of, float[] values) {}
