package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import java.util.List;

/**
 * Frontiers of a batch of samples, one after the other: {@code frontier.cuh}.
 *
 * @param vertices of each entry
 * @param owners of each entry, its sample's place in the batch
 * @param starts for each sample its first entry, and behind the last how many there are
 * @param capacity entries that there may be
 * @param perSample entries that a sample may have
 */
record DeviceFrontier(Buffer vertices, Buffer owners, Buffer starts, int samples, long capacity, long perSample) {
    /** Returns vertices, owners, starts and the number of samples: what kernels take of a frontier. */
    List<Arg> args() {
        return List.of(Memory.address(vertices), Memory.address(owners), Memory.address(starts), new Arg.I32(samples));
    }
}
