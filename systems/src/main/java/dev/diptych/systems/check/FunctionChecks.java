package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Dim;
import java.util.List;

/** Kernels with functions whose results are approximate: {@code softmax}, {@code layernorm}, {@code options}, {@code nbody}. */
final class FunctionChecks {
    private static final int[][] ROWS_AND_COLUMNS = {{1, 1}, {3, 100}, {7, 1000}};
    /** Some tens of roundings of f32, of numbers of about 1. */
    private static final double TOLERANCE = 1e-5;

    private static final float RATE = 0.02f;
    private static final float VOLATILITY = 0.3f;

    private FunctionChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("softmax_rows", FunctionChecks::softmax),
                new Check("layernorm_rows", FunctionChecks::layernorm),
                new Check("black_scholes", FunctionChecks::options),
                new Check("nbody_tiles", FunctionChecks::bodies));
    }

    private static void softmax(Lab lab) {
        for (int[] size : ROWS_AND_COLUMNS) {
            int columns = size[1];
            float[] in = TestData.floats(size[0] * columns, 1);
            double[] expected = new double[in.length];
            for (int row = 0; row < size[0]; row++) {
                double largest = Double.NEGATIVE_INFINITY;
                double sum = 0;
                for (int i = row * columns; i < (row + 1) * columns; i++) {
                    // As they are, all but the largest would come to nothing.
                    in[i] /= 256;
                    largest = Math.max(largest, in[i]);
                }
                for (int i = row * columns; i < (row + 1) * columns; i++) {
                    expected[i] = StrictMath.exp(in[i] - largest);
                    sum += expected[i];
                }
                for (int i = row * columns; i < (row + 1) * columns; i++) {
                    expected[i] /= sum;
                }
            }
            Output out = Output.of(lab, in.length);
            lab.launch(
                    "softmax",
                    "softmax_rows",
                    Dim.of(size[0]),
                    Dim.of(256),
                    out.arg(),
                    Operand.of(lab, in),
                    new Arg.I32(columns));
            out.expectNear("%d x %d".formatted(size[0], columns), expected, TOLERANCE);
        }
    }

    private static void layernorm(Lab lab) {
        for (int[] size : ROWS_AND_COLUMNS) {
            int columns = size[1];
            float[] in = TestData.fractions(size[0] * columns, 2);
            float[] scale = TestData.fractions(columns, 3);
            float[] shift = TestData.fractions(columns, 4);
            double[] expected = new double[in.length];
            for (int row = 0; row < size[0]; row++) {
                double mean = 0;
                double variance = 0;
                for (int i = row * columns; i < (row + 1) * columns; i++) {
                    mean += (double) in[i] / columns;
                }
                for (int i = row * columns; i < (row + 1) * columns; i++) {
                    variance += (in[i] - mean) * (in[i] - mean) / columns;
                }
                for (int column = 0; column < columns; column++) {
                    int i = row * columns + column;
                    expected[i] = (in[i] - mean) / Math.sqrt(variance + 1e-5) * scale[column] + shift[column];
                }
            }
            Output out = Output.of(lab, in.length);
            lab.launch(
                    "layernorm",
                    "layernorm_rows",
                    Dim.of(size[0]),
                    Dim.of(256),
                    out.arg(),
                    Operand.of(lab, in),
                    Operand.of(lab, scale),
                    Operand.of(lab, shift),
                    new Arg.I32(columns));
            out.expectNear("%d x %d".formatted(size[0], columns), expected, TOLERANCE);
        }
    }

    private static void options(Lab lab) {
        int count = 1000;
        float[] spots = TestData.fractions(count, 5);
        float[] strikes = TestData.fractions(count, 6);
        float[] expiries = TestData.fractions(count, 7);
        double[] calls = new double[count];
        double[] puts = new double[count];
        for (int i = 0; i < count; i++) {
            double spot = 20 + 80.0 * spots[i];
            double strike = 20 + 80.0 * strikes[i];
            double years = 0.25 + 4.0 * expiries[i];
            double deviation = VOLATILITY * Math.sqrt(years);
            double d1 = (StrictMath.log(spot / strike) + (RATE + 0.5 * VOLATILITY * VOLATILITY) * years) / deviation;
            double discounted = strike * StrictMath.exp(-RATE * years);
            calls[i] = spot * normal(d1) - discounted * normal(d1 - deviation);
            // Put-call parity.
            puts[i] = calls[i] - spot + discounted;
        }
        Output callPrices = Output.of(lab, count);
        Output putPrices = Output.of(lab, count);
        lab.launch(
                "options",
                "black_scholes",
                Dim.of((count + 255) / 256),
                Dim.of(256),
                callPrices.arg(),
                putPrices.arg(),
                Operand.of(lab, spots),
                Operand.of(lab, strikes),
                Operand.of(lab, expiries),
                new Arg.F32(RATE),
                new Arg.F32(VOLATILITY),
                new Arg.I32(count));
        // A price is a difference of two numbers of up to 100.
        callPrices.expectNear("calls", calls, 100 * TOLERANCE);
        putPrices.expectNear("puts", puts, 100 * TOLERANCE);
    }

    /** Returns the normal distribution at {@code x}, by its Taylor series: {@code 1/2 + density * (x + x^3/3 + x^5/15 + ...)}. */
    private static double normal(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; n < 400; n++) {
            term *= x * x / (2 * n + 1);
            sum += term;
        }
        return 0.5 + sum * StrictMath.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
    }

    private static void bodies(Lab lab) {
        int count = 512;
        float[] bodies = TestData.fractions(4 * count, 8);
        double[] expected = new double[4 * count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                double dx = (double) bodies[4 * j] - bodies[4 * i];
                double dy = (double) bodies[4 * j + 1] - bodies[4 * i + 1];
                double dz = (double) bodies[4 * j + 2] - bodies[4 * i + 2];
                double squared = dx * dx + dy * dy + dz * dz + 1e-3;
                double pull = bodies[4 * j + 3] / (squared * Math.sqrt(squared));
                expected[4 * i] += pull * dx;
                expected[4 * i + 1] += pull * dy;
                expected[4 * i + 2] += pull * dz;
            }
        }
        Output out = Output.of(lab, 4 * count);
        lab.launch(
                "nbody",
                "nbody_tiles",
                Dim.of(count / 256),
                Dim.of(256),
                out.arg(),
                Operand.of(lab, bodies),
                new Arg.I32(count));
        // A sum of 512 pulls that partly cancel.
        out.expectNear("accelerations", expected, 100 * TOLERANCE);
    }
}
