package dev.diptych.sim.ptx.exec;

/** {@code redux.sync} of whole numbers (PTX ISA 9.0, "redux.sync"). */
public record Reduction(Mode mode, int target, Source value, Source members, Guard guard) implements WarpOperation {
    /** How two values become one. */
    public enum Mode {
        ADD,
        AND,
        OR,
        XOR,
        MIN_SIGNED,
        MAX_SIGNED,
        MIN_UNSIGNED,
        MAX_UNSIGNED
    }

    @Override
    public void execute(Warp warp, int mask) {
        warp.syncs++;
        int result = value.value(warp, Integer.numberOfTrailingZeros(mask));
        for (int rest = mask & (mask - 1); rest != 0; rest &= rest - 1) {
            result = combine(result, value.value(warp, Integer.numberOfTrailingZeros(rest)));
        }
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            warp.ints[target * Warp.LANES + Integer.numberOfTrailingZeros(rest)] = result;
        }
    }

    private int combine(int a, int b) {
        return switch (mode) {
            case ADD -> a + b;
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case MIN_SIGNED -> Math.min(a, b);
            case MAX_SIGNED -> Math.max(a, b);
            case MIN_UNSIGNED -> Integer.compareUnsigned(a, b) <= 0 ? a : b;
            case MAX_UNSIGNED -> Integer.compareUnsigned(a, b) >= 0 ? a : b;
        };
    }

    @Override
    public int members(Warp warp, int mask) {
        return members.value(warp, Integer.numberOfTrailingZeros(mask));
    }

    @Override
    public int guarded(Warp warp, int mask) {
        return guard.of(warp, mask);
    }
}
