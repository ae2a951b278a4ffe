package dev.diptych.sim.ptx.exec;

/** An instruction that the lanes of a warp execute together. */
public interface WarpOperation {
    /**
     * Executes it.
     *
     * @param mask the lanes that take part, at least one; lanes whose guard is false are left out
     */
    void execute(Warp warp, int mask);

    /**
     * Returns the lanes that have to arrive before it may execute, by the mask that the instruction names; the lanes of {@code mask}
     * alone for one that names none.
     */
    default int members(Warp warp, int mask) {
        return mask;
    }

    /** Returns the lanes of a mask for which the instruction's guard holds. */
    default int guarded(Warp warp, int mask) {
        return mask;
    }

    /** Returns whether its lanes have just looked in vain for what other warps have to do, which should therefore have their turn. */
    default boolean isInVain(Warp warp, int mask) {
        return false;
    }
}
