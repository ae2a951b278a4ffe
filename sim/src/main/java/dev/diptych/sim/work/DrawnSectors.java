package dev.diptych.sim.work;

/**
 * Runs of blocks that each touch equally many sectors, or lines, drawn from a population of their own accord: {@code k} runs of {@code a} sectors touch {@code R
 * (1 - (1 - a/R)^k)} of {@code R}. Runs that share nothing draw from a population without end; runs that all touch the same have {@code R = a}.
 *
 * @param each sectors of one run, more than 0
 * @param population from {@code each} to infinity
 * @param most sectors that there are
 */
record DrawnSectors(double each, double population, double most) {
    private static final int HALVINGS = 100;

    /**
     * Returns what was drawn from, given what was touched.
     *
     * @param ofRuns sectors that each of the runs touched, added up
     * @param distinct sectors that they touched together
     */
    static DrawnSectors of(long ofRuns, int runs, long distinct, double most) {
        double each = (double) ofRuns / runs;
        if (runs == 1 || distinct == ofRuns) {
            return new DrawnSectors(each, Double.POSITIVE_INFINITY, most);
        }
        double low = Math.max(each, (double) distinct);
        double high = most;
        if (drawn(high, each, runs) <= distinct) {
            low = high;
        }
        for (int i = 0; i < HALVINGS && low < high; i++) {
            double middle = 0.5 * (low + high);
            if (drawn(middle, each, runs) < distinct) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new DrawnSectors(each, low, most);
    }

    /** Returns how many different sectors so many runs touch. Of less than a run, that part. */
    double touched(double runs) {
        double touched = runs < 1 || Double.isInfinite(population) ? each * runs : drawn(population, each, runs);
        return Math.min(most, touched);
    }

    /**
     * Returns the share of touches, among those of sectors that an earlier run touched too, that find the sector touched not longer ago than a window.
     * Runs that share nothing, but would touch more than there is, come back to what any of the others touched.
     * What was drawn {@code j} runs ago or later is {@code touched(j)} of the population, so of the touches of run {@code m} that are not the first
     * ones, {@code touched(w) / touched(m)} are of the last {@code w} runs; this is the mean over the runs, each with as many such touches as it has.
     *
     * @param window in runs
     * @param runs of the whole grid
     */
    double foundWithin(double window, double runs) {
        if (window >= runs || (each >= population && window >= 1)) {
            return 1;
        }
        if (Double.isInfinite(population)) {
            return window / runs;
        }
        double whole = repeated(runs);
        if (whole <= 0) {
            return 1;
        }
        double found = repeated(window) + (runs - window) * touched(window) / population;
        return Math.max(0, Math.min(1, found / whole));
    }

    /** Returns the integral of {@link #touched} over the population, from no run to so many. */
    private double repeated(double runs) {
        if (each >= population) {
            return runs;
        }
        double rate = -StrictMath.log(1 - each / population);
        return runs + StrictMath.expm1(-rate * runs) / rate;
    }

    private static double drawn(double from, double each, double runs) {
        return from * (1 - StrictMath.pow(1 - Math.min(1, each / from), runs));
    }
}
