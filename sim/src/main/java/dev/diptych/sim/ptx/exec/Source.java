package dev.diptych.sim.ptx.exec;

/**
 * A 32-bit operand of a warp-wide instruction: a register or a constant.
 *
 * @param register its index, -1 for a constant
 */
public record Source(int register, int constant) {
    public static Source register(int register) {
        return new Source(register, 0);
    }

    public static Source constant(int value) {
        return new Source(-1, value);
    }

    /** Returns what a lane has there. */
    public int value(Warp warp, int lane) {
        return register < 0 ? constant : warp.ints[register * Warp.LANES + lane];
    }
}
