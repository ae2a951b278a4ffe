package dev.diptych.sim.ptx.exec;

/** Where what kernels print goes. */
public interface Console {
    /** Takes one formatted text, which may end in the middle of a line. */
    void print(String text);
}
