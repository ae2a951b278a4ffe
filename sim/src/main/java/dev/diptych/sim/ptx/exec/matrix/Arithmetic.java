package dev.diptych.sim.ptx.exec.matrix;

import dev.diptych.sim.ptx.exec.Warp;

/** How the sums of a matrix product are formed. */
public enum Arithmetic {
    /**
     * Real numbers of up to 32 bits. The manual leaves order, precision and rounding of the sum open (PTX ISA 9.0, "mma": "accumulation
     * order" and "intermediate values" are unspecified). Here products, which are exact in {@code double}, are added in {@code double} by
     * ascending k, beginning with zero, then the accumulator is added to their sum, and the result is rounded once to its type, to nearest
     * even. A hardware result differs by what its own alignment of summands cuts off.
     */
    REAL {
        @Override
        void multiply(Warp warp, Fragment a, Fragment b, Fragment c, Fragment d) {
            double[] sums = sums(warp, a, b);
            double[] first = c.reals(warp);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += first[i];
            }
            d.setReals(warp, sums);
        }
    },
    /** {@code f64}: a chain of {@code fma}, rounded to nearest even, that begins with the accumulator and goes by ascending k. */
    DOUBLE {
        @Override
        void multiply(Warp warp, Fragment a, Fragment b, Fragment c, Fragment d) {
            double[] left = a.doubles(warp);
            double[] right = b.doubles(warp);
            double[] sums = c.doubles(warp);
            int n = b.layout().columns();
            int depth = a.layout().columns();
            for (int i = 0; i < sums.length; i++) {
                for (int k = 0; k < depth; k++) {
                    sums[i] = Math.fma(left[i / n * depth + k], right[k * n + i % n], sums[i]);
                }
            }
            d.setDoubles(warp, sums);
        }
    },
    /** Whole numbers; the sum wraps around. */
    WHOLE {
        @Override
        void multiply(Warp warp, Fragment a, Fragment b, Fragment c, Fragment d) {
            double[] sums = sums(warp, a, b);
            int[] results = c.wholes(warp);
            for (int i = 0; i < sums.length; i++) {
                results[i] += (int) sums[i];
            }
            d.setWholes(warp, results);
        }
    },
    /** Whole numbers; the sum stays at the least or the greatest: {@code .satfinite}. */
    WHOLE_SATURATED {
        @Override
        void multiply(Warp warp, Fragment a, Fragment b, Fragment c, Fragment d) {
            double[] sums = sums(warp, a, b);
            int[] results = c.wholes(warp);
            for (int i = 0; i < sums.length; i++) {
                // A double that is out of range becomes the nearest int.
                results[i] = (int) (sums[i] + results[i]);
            }
            d.setWholes(warp, results);
        }
    },
    /** Bits, 32 to an element: how many are set in both. */
    AND_COUNT {
        @Override
        void multiply(Warp warp, Fragment a, Fragment b, Fragment c, Fragment d) {
            counts(warp, a, b, c, d, false);
        }
    },
    /** Bits, 32 to an element: how many are set in just one. */
    XOR_COUNT {
        @Override
        void multiply(Warp warp, Fragment a, Fragment b, Fragment c, Fragment d) {
            counts(warp, a, b, c, d, true);
        }
    };

    private static final int COLUMNS_AT_ONCE = 8;

    /** Sets d to a times b plus c. */
    abstract void multiply(Warp warp, Fragment a, Fragment b, Fragment c, Fragment d);

    /**
     * Returns the sums of the products, row by row. Those of whole numbers are exact, for they stay far below 2^53. Eight are formed at a time:
     * they stay in registers of the machine, and none waits for another.
     */
    private static double[] sums(Warp warp, Fragment left, Fragment right) {
        double[] a = left.reals(warp);
        double[] b = right.reals(warp);
        int n = right.layout().columns();
        int depth = left.layout().columns();
        double[] sums = new double[left.layout().rows() * n];
        for (int to = 0; to < sums.length; to += COLUMNS_AT_ONCE) {
            int row = to / n * depth;
            double s0 = 0;
            double s1 = 0;
            double s2 = 0;
            double s3 = 0;
            double s4 = 0;
            double s5 = 0;
            double s6 = 0;
            double s7 = 0;
            for (int k = 0, at = to % n; k < depth; k++, at += n) {
                double x = a[row + k];
                s0 += x * b[at];
                s1 += x * b[at + 1];
                s2 += x * b[at + 2];
                s3 += x * b[at + 3];
                s4 += x * b[at + 4];
                s5 += x * b[at + 5];
                s6 += x * b[at + 6];
                s7 += x * b[at + 7];
            }
            sums[to] = s0;
            sums[to + 1] = s1;
            sums[to + 2] = s2;
            sums[to + 3] = s3;
            sums[to + 4] = s4;
            sums[to + 5] = s5;
            sums[to + 6] = s6;
            sums[to + 7] = s7;
        }
        return sums;
    }

    private static void counts(Warp warp, Fragment a, Fragment b, Fragment c, Fragment d, boolean differ) {
        int[] left = a.wholes(warp);
        int[] right = b.wholes(warp);
        int[] sums = c.wholes(warp);
        int n = b.layout().columns();
        int depth = a.layout().columns();
        for (int i = 0; i < sums.length; i++) {
            for (int k = 0; k < depth; k++) {
                int x = left[i / n * depth + k];
                int y = right[k * n + i % n];
                sums[i] += Integer.bitCount(differ ? x ^ y : x & y);
            }
        }
        d.setWholes(warp, sums);
    }
}
