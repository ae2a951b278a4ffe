package dev.diptych.sim.ptx.compile;

/** How a register is held in the body of a loop over lanes: in a local as bits, in another as a float, or in both. */
final class Held {
    final Slot slot;
    int rawLocal = -1;
    int floatLocal = -1;
    boolean rawIsValid;
    boolean floatIsValid;
    boolean isWritten;

    Held(Slot slot) {
        this.slot = slot;
    }
}
