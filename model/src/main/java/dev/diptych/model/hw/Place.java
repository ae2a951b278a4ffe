package dev.diptych.model.hw;

/** Where bytes live: the memory of one GPU, or the host's pinned memory. */
public sealed interface Place permits Gpu, HostMemory {
    /** Returns the place named {@code text}: {@code host}, or {@code gpu} followed by its index. */
    static Place parse(String text) {
        if (text.equals("host")) {
            return HostMemory.HOST;
        }
        if (text.matches("gpu\\d{1,4}")) {
            return new Gpu(Integer.parseInt(text.substring(3)));
        }
        throw new IllegalArgumentException("no place is named '%s'; known: host, gpu0, gpu1, ...".formatted(text));
    }
}
