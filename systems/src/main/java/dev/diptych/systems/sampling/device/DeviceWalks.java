package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Buffer;

/** Walks of a batch of samples, those from one beginning after the other, with ones in all bits behind their ends. */
record DeviceWalks(DeviceFrontier beginnings, Buffer vertices, int perSeed, int stride) {
    /** Returns how many vertices, or places behind ends, the walks from one beginning have. */
    int wordsPerBeginning() {
        return Math.multiplyExact(perSeed, stride);
    }
}
