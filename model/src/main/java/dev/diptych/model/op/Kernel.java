package dev.diptych.model.op;

/**
 * A kernel by name, with what it takes from a multiprocessor.
 *
 * @param module the PTX module that defines it
 * @param entry its entry point there
 */
public record Kernel(String module, String entry, int registersPerThread, int staticSharedBytes) {
    public Kernel {
        if (registersPerThread < 0 || staticSharedBytes < 0) {
            throw new IllegalArgumentException("kernel %s/%s asks for %d registers and %d shared bytes"
                    .formatted(module, entry, registersPerThread, staticSharedBytes));
        }
    }
}
