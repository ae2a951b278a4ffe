package dev.diptych.sim.ptx.conformance;

import java.util.List;

/**
 * How far an approximate instruction may be from the exact result (PTX ISA 9.0, the instructions' sections in "Floating-Point
 * Instructions" and "Half Precision Floating-Point Instructions"). The executor's own results are nearly
 * exact ones, rounded, so a machine's may be off them by the bound and one unit in the last place.
 */
enum ErrorBound {
    /** Nothing is promised. */
    NONE {
        @Override
        double at(Format format, double[] operands, double result) {
            return Double.POSITIVE_INFINITY;
        }
    },
    RECIPROCAL {
        @Override
        double at(Format format, double[] operands, double result) {
            return format.ulp(result);
        }
    },
    /** 2 ulp, of {@code div.approx} for divisors of magnitude 2^-126 to 2^126 only. */
    QUOTIENT {
        @Override
        double at(Format format, double[] operands, double result) {
            double divisor = Math.abs(operands[1]);
            return divisor >= 0x1p-126 && divisor <= 0x1p126 ? 2 * format.ulp(result) : Double.POSITIVE_INFINITY;
        }
    },
    FULL_RANGE_QUOTIENT {
        @Override
        double at(Format format, double[] operands, double result) {
            return 2 * format.ulp(result);
        }
    },
    ROOT {
        @Override
        double at(Format format, double[] operands, double result) {
            return relative(23, result);
        }
    },
    INVERSE_ROOT {
        @Override
        double at(Format format, double[] operands, double result) {
            return relative(22.9, result);
        }
    },
    POWER {
        @Override
        double at(Format format, double[] operands, double result) {
            return switch (format) {
                case SINGLE -> 2 * format.ulp(result);
                case HALF, HALF_PAIR -> relative(9.9, result);
                default -> relative(7, result);
            };
        }
    },
    /** Absolute from 0.5 to 2, relative elsewhere. */
    LOGARITHM {
        @Override
        double at(Format format, double[] operands, double result) {
            boolean isNearOne = operands[0] > 0.5 && operands[0] < 2;
            return isNearOne ? relative(22, 1) : relative(22, result);
        }
    },
    /** Absolute, within one turn and within fifty. */
    CIRCULAR {
        @Override
        double at(Format format, double[] operands, double result) {
            double angle = Math.abs(operands[0]);
            return angle <= 2 * Math.PI
                    ? relative(20.5, 1)
                    : angle <= 100 * Math.PI ? relative(14.7, 1) : Double.POSITIVE_INFINITY;
        }
    },
    TANGENT {
        @Override
        double at(Format format, double[] operands, double result) {
            return switch (format) {
                case SINGLE -> relative(11, result);
                case HALF, HALF_PAIR -> relative(10.987, 1);
                default -> relative(8, 1);
            };
        }
    };

    /** Returns the bound of an instruction, {@link #NONE} for one that is not approximate. */
    static ErrorBound of(String instruction) {
        List<String> words = List.of(instruction.split("\\."));
        if (words.get(words.size() - 1).equals("f64")) {
            return NONE;
        }
        return switch (words.get(0)) {
            case "rcp" -> RECIPROCAL;
            case "div" -> words.contains("full") ? FULL_RANGE_QUOTIENT : QUOTIENT;
            case "sqrt" -> ROOT;
            case "rsqrt" -> INVERSE_ROOT;
            case "ex2" -> POWER;
            case "lg2" -> LOGARITHM;
            case "sin", "cos" -> CIRCULAR;
            case "tanh" -> TANGENT;
            default -> NONE;
        };
    }

    /**
     * Returns how far the instruction may be from the exact result.
     *
     * @param format the result's
     * @param result close to the exact one
     */
    abstract double at(Format format, double[] operands, double result);

    private static double relative(double bits, double magnitude) {
        return StrictMath.pow(2, -bits) * Math.abs(magnitude);
    }
}
