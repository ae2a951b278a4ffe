package dev.diptych.kernels.instrument;

/** How the threads of a block find out that they are the last to leave it. */
public enum Ending {
    /**
     * All meet at a barrier, and the first thread reports. For kernels in which nobody can be held up by who waits there: no thread that is still
     * under way meets others, or all threads meet in a row, each place once, before any can leave.
     */
    BARRIER,

    /**
     * Those who leave count themselves out in shared memory, and the last one reports. For all other kernels: barriers and what warps do together do
     * not wait for threads that have exited (PTX ISA 9.0, {@code bar}), but would wait for one that stands at a barrier instead.
     */
    COUNT
}
