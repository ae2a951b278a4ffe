package dev.diptych.real;

/**
 * What a kernel takes of one GPU, as the driver compiled it.
 *
 * @param threadsPerBlock the most that a block of it may have, its registers and launch bounds considered
 */
record KernelResources(int threadsPerBlock, int registersPerThread, int staticSharedBytes) {}
