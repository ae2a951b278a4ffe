package dev.diptych.sim.ptx.arith;

/** How a value that a format cannot hold is rounded to one that it can (PTX ISA 9.0, section "Rounding Modifiers"). */
enum Rounding {
    /** To the nearest, ties to even: {@code .rn}. */
    NEAREST,
    /** {@code .rz}. */
    TOWARD_ZERO,
    /** Toward negative infinity: {@code .rm}. */
    DOWN,
    /** Toward positive infinity: {@code .rp}. */
    UP;

    /**
     * Returns how many steps of magnitude lie between the nearest value and the one wanted: 1 away from zero, −1 toward it, 0 for none. The
     * nearest is at most one step off, so this one comparison makes every mode out of the first.
     *
     * @param exact what is rounded, not NaN
     * @param nearest what {@link #NEAREST} made of it
     */
    int steps(double exact, double nearest) {
        if (nearest == exact) {
            return 0;
        }
        boolean grown = Math.abs(nearest) > Math.abs(exact);
        boolean wantsGrowth = switch (this) {
            case NEAREST -> grown;
            case TOWARD_ZERO -> false;
            case DOWN -> exact < 0;
            case UP -> exact > 0;
        };
        if (grown == wantsGrowth) {
            return 0;
        }
        return wantsGrowth ? 1 : -1;
    }
}
