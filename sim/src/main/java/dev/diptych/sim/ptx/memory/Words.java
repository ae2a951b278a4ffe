package dev.diptych.sim.ptx.memory;

/** What the aligned 32-bit words of an array hold, each as a function of its index. */
public interface Words {
    /** Returns the bits of a word. */
    int at(long index);
}
