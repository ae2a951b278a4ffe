package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Buffer;

/** Walks of a batch of samples, those from one beginning after the other, with ones in all bits behind their ends. */
record DeviceWalks(DeviceFrontier beginnings, Buffer vertices, int perSeed, int stride) {}
