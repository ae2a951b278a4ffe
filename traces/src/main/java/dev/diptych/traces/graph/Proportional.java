package dev.diptych.traces.graph;

/**
 * Draws of numbers {@code 0..count-1} in given proportions, each from 64 random bits and one place in memory, by the alias method (Walker, ACM TOMS 3(3),
 * 1977; the table is made as in Vose, IEEE TSE 17(9), 1991). Proportions are kept within 2^-32 of {@code 1 / count}.
 */
final class Proportional {
    private static final double CELL = 0x1p32;
    private static final long LOW_WORD = 0xFFFFFFFFL;

    private final long count;
    /**
     * By number, in one word so that a draw waits for memory once: the high half is the fraction of its cell, in 2^-32, up to which the number itself is
     * drawn; the low half is the number that is drawn else.
     */
    private final long[] cells;

    /** @param shares finite and at least 0, not all of them 0; they are overwritten */
    Proportional(double[] shares) {
        count = shares.length;
        cells = new long[shares.length];
        double sum = 0;
        for (double share : shares) {
            sum += share;
        }
        // Numbers below the mean from the front, others from the back: two stacks in one array.
        int[] stacks = new int[shares.length];
        int below = 0;
        int above = shares.length;
        for (int number = 0; number < shares.length; number++) {
            shares[number] = shares[number] / sum * count;
            cells[number] = number;
            if (shares[number] < 1) {
                stacks[below++] = number;
            } else {
                stacks[--above] = number;
            }
        }
        while (below > 0 && above < shares.length) {
            int small = stacks[--below];
            int large = stacks[above];
            cells[small] = ((long) (shares[small] * CELL) << Integer.SIZE) | large;
            shares[large] -= 1 - shares[small];
            if (shares[large] < 1) {
                above++;
                stacks[below++] = large;
            }
        }
        // What is left has a share of 1 but for rounding, and is its own alias.
    }

    /** Returns the number that 64 random bits draw. */
    int draw(long bits) {
        // The high word of the product is the cell, the low word the place in it.
        int cell = (int) (Math.multiplyHigh(bits, count) + (bits < 0 ? count : 0));
        long fraction = (bits * count) >>> Integer.SIZE;
        return fraction < cells[cell] >>> Integer.SIZE ? cell : (int) (cells[cell] & LOW_WORD);
    }
}
