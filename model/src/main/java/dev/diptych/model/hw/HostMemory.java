package dev.diptych.model.hw;

/** The host's memory, pinned and mapped into every GPU's address space. */
public enum HostMemory implements Place {
    HOST;

    @Override
    public String toString() {
        return "host";
    }
}
