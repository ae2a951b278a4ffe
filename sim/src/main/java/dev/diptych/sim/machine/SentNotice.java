package dev.diptych.sim.machine;

/**
 * A notice on its way from a GPU.
 *
 * @param atPicos when it was sent
 */
record SentNotice(long atPicos, Notice notice) {}
