package dev.diptych.systems.bundle;

import dev.diptych.model.op.Bytes;
import java.util.Optional;

/**
 * A stretch of memory that kernels of a bundle read and write.
 *
 * @param count of its elements
 * @param isGiven whether it is there before the first kernel: the input, and weights
 * @param contents of weights that are known; of others, that are given and not the input, they are drawn from the run's seed
 */
public record Storage(String name, StorageType type, long count, boolean isGiven, Optional<Bytes> contents) {
    public Storage {
        if (count < 1) {
            throw new IllegalArgumentException("storage '%s' has %d elements".formatted(name, count));
        }
        long bytes = Math.multiplyExact(count, type.npy().bytes());
        contents.ifPresent(given -> {
            if (given.size() != bytes) {
                throw new IllegalArgumentException(
                        "storage '%s' of %d bytes is given %d".formatted(name, bytes, given.size()));
            }
        });
    }

    public long bytes() {
        return count * type.npy().bytes();
    }
}
