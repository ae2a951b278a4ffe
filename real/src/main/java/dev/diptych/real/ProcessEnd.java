package dev.diptych.real;

import com.sun.jna.Function;

/**
 * The end of this process without anybody's last words. {@link Runtime#halt} still runs what native libraries registered for the exit, and nobody
 * says that the CUDA driver's does not wait for kernels; the operating system takes the GPU back from a process that is gone, whatever runs there.
 */
public final class ProcessEnd {
    private ProcessEnd() {}

    /** Ends this process at once ({@code _exit} of the C library). What was written to streams has to be flushed before. */
    public static void at(int exitCode) {
        Function.getFunction("c", "_exit").invokeVoid(new Object[] {exitCode});
    }
}
