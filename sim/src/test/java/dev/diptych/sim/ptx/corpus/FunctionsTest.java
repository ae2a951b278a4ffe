package dev.diptych.sim.ptx.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.memory.Region;
import org.junit.jupiter.api.Test;

/**
 * Functions of the CUDA library, against the JDK's in double precision. The bounds are those of the CUDA C++ Programming Guide, section
 * "Mathematical Functions", or wider by the rounding of the oracle.
 */
class FunctionsTest {
    private static final String MODULE = "arithmetic";
    private static final int N = 1000;
    private static final Dim GRID = Dim.of((N + 127) / 128);
    private static final Dim BLOCK = Dim.of(128);
    private static final String[] FLOAT_NAMES = {
        "exp",
        "log",
        "sin",
        "cos",
        "pow",
        "rsqrt",
        "erf",
        "tanh",
        "exp2",
        "log1p",
        "atan2",
        "cbrt",
        "logistic",
        "hypot",
        "fmod",
        "asin"
    };
    /** Units in the last place. */
    private static final double[] FLOAT_BOUNDS = {2, 1, 2, 2, 4, 2, 2, 2, 2, 1, 3, 1, 4, 3, 0, 4};

    private final Device device = new Device();

    private static float[] values() {
        float[] values = new Numbers(1).floats(N);
        for (int i = 0; i < N; i++) {
            // Small ones, ones of both signs up to 30, and a few that need a long reduction of their argument.
            values[i] *= i % 3 == 0 ? 0.5f : i % 50 == 1 ? 2e5f : 30;
            if (i % 50 == 1) {
                values[i] = Math.copySign(Math.max(Math.abs(values[i]), 1000), values[i]);
            }
        }
        return values;
    }

    @Test
    void functionsOfFloatsKeepTheirBounds() {
        float[] a = values();
        Region out = device.room(4 * 16 * N);

        device.run(MODULE, "float_functions", GRID, BLOCK, 0, device.floats(a), out, N);

        float[] seen = Device.floatsOf(out);
        for (int i = 0; i < N; i++) {
            double x = a[i];
            double magnitude = Math.abs(x);
            double[] exact = {
                StrictMath.exp(x),
                StrictMath.log(magnitude),
                StrictMath.sin(x),
                StrictMath.cos(x),
                StrictMath.pow(magnitude, 1.7f),
                1 / Math.sqrt(magnitude),
                Erf.of(x),
                StrictMath.tanh(x),
                StrictMath.pow(2, x),
                StrictMath.log1p(magnitude),
                StrictMath.atan2(x, 2),
                StrictMath.cbrt(x),
                1 / (1 + StrictMath.exp(-x)),
                StrictMath.hypot(x, 3),
                x % 0.7f,
                StrictMath.asin(a[i] / 100f)
            };
            for (int k = 0; k < exact.length; k++) {
                if (k == 12 && exact[k] < Float.MIN_NORMAL) {
                    // 1 + e^-x overflows, and its reciprocal is 0.
                    continue;
                }
                assertNear(FLOAT_NAMES[k], a[i], seen[16 * i + k], exact[k], FLOAT_BOUNDS[k]);
            }
        }
    }

    private static void assertNear(String name, double x, float seen, double exact, double boundUlps) {
        float nearest = (float) exact;
        if (Double.isNaN(exact) || Float.isInfinite(nearest)) {
            assertThat(Float.compare(seen, nearest))
                    .as("%s(%s) = %s", name, x, seen)
                    .isZero();
            return;
        }
        double error = Math.abs(seen - exact) / Math.ulp(nearest);
        assertThat(error).as("ulps of %s(%s) = %s, %s", name, x, seen, exact).isLessThanOrEqualTo(boundUlps + 0.01);
    }

    @Test
    void fastFunctionsKeepTheErrorOfTheirInstruction() {
        float[] a = new Numbers(2).floats(N);
        for (int i = 0; i < N; i++) {
            a[i] *= 3.1f;
        }
        Region out = device.room(4 * 10 * N);

        device.run(MODULE, "float_fast", GRID, BLOCK, 0, device.floats(a), out, N);

        float[] seen = Device.floatsOf(out);
        for (int i = 0; i < N; i++) {
            double x = a[i];
            double magnitude = Math.abs(x);
            double[] exact = {
                StrictMath.exp(x),
                StrictMath.log(magnitude),
                StrictMath.sin(x),
                StrictMath.cos(x),
                StrictMath.pow(magnitude, 1.7f),
                x / 3.1f,
                1 / Math.sqrt(magnitude),
                StrictMath.log(magnitude) / StrictMath.log(2),
                StrictMath.pow(10, x / 10),
                StrictMath.tanh(x)
            };
            // Of sin and cos absolute, 2^-20.5; of the logarithms absolute near 1; tanh 2^-10.987 (PTX ISA 9.0, section
            // "Floating Point Instructions").
            for (int k = 0; k < 10; k++) {
                double scale =
                        k == 1 || k == 2 || k == 3 || k == 7 ? Math.max(Math.abs(exact[k]), 1) : Math.abs(exact[k]);
                double bound = k == 9 ? Math.scalb(1, -10) : Math.scalb(1, -20);
                assertThat(Math.abs(seen[10 * i + k] - exact[k]))
                        .as("[%d] of %s = %s, %s", k, x, seen[10 * i + k], exact[k])
                        .isLessThanOrEqualTo(bound * scale);
            }
        }
    }

    @Test
    void functionsOfDoublesKeepTheirBounds() {
        double[] a = new Numbers(3).doubles(N);
        for (int i = 0; i < N; i++) {
            a[i] *= i % 3 == 0 ? 0.5 : i % 50 == 1 ? 1e10 : 25;
        }
        Region out = device.room(8 * 8 * N);

        device.run(MODULE, "double_functions", GRID, BLOCK, 0, device.doubles(a), out, N);

        double[] seen = Device.doublesOf(out);
        for (int i = 0; i < N; i++) {
            double x = a[i];
            double magnitude = Math.abs(x);
            double[] near = {
                StrictMath.exp(x),
                StrictMath.log(magnitude),
                StrictMath.sin(x),
                StrictMath.cos(x),
                StrictMath.pow(magnitude, 1.7),
                1 / Math.sqrt(magnitude),
                Erf.of(x),
                StrictMath.tanh(x)
            };
            for (int k = 0; k < 8; k++) {
                double bound = k == 6 ? 1e-14 : 4e-16 * 2;
                assertThat(seen[8 * i + k] == near[k]
                                || Math.abs(seen[8 * i + k] - near[k]) <= bound * Math.abs(near[k]))
                        .as("[%d] of %s: %s, %s", k, x, seen[8 * i + k], near[k])
                        .isTrue();
            }
        }
    }

    /** The error function by its series 2/sqrt(pi) e^(-x^2) sum of 2^n x^(2n+1) / (2n+1)!!, whose terms all have one sign. */
    static final class Erf {
        static double of(double x) {
            if (Math.abs(x) > 6) {
                return Math.signum(x);
            }
            double term = x;
            double sum = 0;
            for (int n = 0; n < 200; n++) {
                sum += term;
                term *= 2 * x * x / (2 * n + 3);
            }
            return 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
        }
    }
}
