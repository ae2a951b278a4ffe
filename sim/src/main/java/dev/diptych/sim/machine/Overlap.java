package dev.diptych.sim.machine;

/**
 * How waiting and the pipes of a multiprocessor hide each other: a block takes at least what its share of the pipes takes; alone, what it waits;
 * and what others take of the pipes hides behind that as the p-norm of the two says, which is their sum at p = 1 and nears the longer one as
 * p grows.
 */
final class Overlap {
    private final double ownPicos;
    private final double pipePicos;
    private final double p;
    /** Below this ratio of the two, the p-norm is the longer one to the last bit. */
    private final double leastRatio;

    private double picos;
    private double slope;

    /**
     * @param ownPicos what pipes are busy with the block, which what it waits alone has in it
     * @param pipePicos the same when others have their share of the pipes
     */
    Overlap(double ownPicos, double pipePicos, double p) {
        this.ownPicos = ownPicos;
        this.pipePicos = pipePicos;
        this.p = p;
        this.leastRatio = StrictMath.pow(0x1p-54, 1 / p);
    }

    /** Computes how long a block takes that would wait so long if it were alone. */
    void waitFor(double waitPicos) {
        double others = pipePicos - ownPicos;
        double longer = Math.max(waitPicos, others);
        double ratio = Math.min(waitPicos, others) / longer;
        if (ratio < leastRatio || others <= 0) {
            picos = Math.max(longer, pipePicos);
            slope = picos == waitPicos ? 1 : 0;
            return;
        }
        double power = StrictMath.pow(ratio, p);
        double root = StrictMath.pow(1 + power, 1 / p);
        picos = Math.max(pipePicos, longer * root);
        // (wait / picos)^(p - 1), from the powers that are known.
        double ofLonger = root / (1 + power);
        slope = picos == pipePicos ? 0 : longer == waitPicos ? ofLonger : ofLonger * power / ratio;
    }

    /** Returns how long it takes. */
    double picos() {
        return picos;
    }

    /** Returns the derivative of {@link #picos} by what the block waits. */
    double slope() {
        return slope;
    }
}
