package dev.diptych.model.run;

/** Where the start and the end of an operation, as the controller hears of them, come from. */
public enum DeviceTimes {
    /** An event before and one after each operation, timed by the GPU. Each takes time in the stream, and a call on the host. */
    EVENTS,
    /** The host's clock: the call that submitted the operation, and the poll that saw it done. Leaves the stream undisturbed. */
    NONE
}
