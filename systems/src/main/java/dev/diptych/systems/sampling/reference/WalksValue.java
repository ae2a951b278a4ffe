package dev.diptych.systems.sampling.reference;

/**
 * Walks, those from one beginning after the other.
 *
 * @param stride vertices of a walk, with -1 behind its end
 */
@SuppressWarnings("ArrayRecordComponent") // Lives for one sample.
record WalksValue(int stride, int perSeed, int[] vertices) {}
