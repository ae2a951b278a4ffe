package dev.diptych.sim.ptx.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.memory.Region;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Halves and bfloat16s of few digits, whose sums and products are exact in a double, so that the oracle rounds once. */
class HalfTest {
    private static final String MODULE = "arithmetic";
    private static final int N = 500;
    private static final Dim GRID = Dim.of((N + 127) / 128);
    private static final Dim BLOCK = Dim.of(128);

    private final Device device = new Device();

    private static short[] halves(long seed, int count) {
        return Halves.ofAll(new Numbers(seed).wholes(count, -2047, 2048), 1 / 37f);
    }

    @Test
    void roundsHalvesOnce() {
        short[] a = halves(1, N);
        short[] b = halves(2, N);
        Region out = device.room(2 * 12 * N);

        device.run(MODULE, "half_arithmetic", GRID, BLOCK, 0, device.shorts(a), device.shorts(b), out, N);

        for (int i = 0; i < N; i++) {
            double x = Halves.value(a[i]);
            double y = Halves.value(b[i]);
            double fused = Math.fma(x, y, x);
            double[] exact = {
                x + y,
                x * y,
                fused,
                x - y,
                x / y,
                Math.min(x, y),
                -Math.abs(x),
                Math.max(x, y),
                (float) x * 1.5f,
                x < 0 ? Math.ceil(x) : Math.floor(x),
                Math.min(Math.max(x + y, 0), 1),
                Math.max(fused, 0)
            };
            for (int k = 0; k < 12; k++) {
                // An int becomes a half, and so never -0.
                short expected = Halves.of(k == 9 ? exact[k] + 0.0 : exact[k]);
                assertThat(Device.shortsOf(out)[12 * i + k])
                        .as("[%d] of %s and %s", k, x, y)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void computesBothOfAPackedPair() {
        short[] a = halves(3, 2 * N);
        short[] b = halves(4, 2 * N);
        Region out = device.room(4 * 8 * N);

        device.run(MODULE, "half2_arithmetic", GRID, BLOCK, 0, device.shorts(a), device.shorts(b), out, N);

        for (int i = 0; i < N; i++) {
            boolean bothGreater = true;
            for (int j = 0; j < 2; j++) {
                bothGreater &= Halves.value(a[2 * i + j]) > Halves.value(b[2 * i + j]);
            }
            for (int j = 0; j < 2; j++) {
                double x = Halves.value(a[2 * i + j]);
                double y = Halves.value(b[2 * i + j]);
                double[] exact = {
                    x + y,
                    x * y,
                    Math.fma(x, y, x),
                    Math.max(x, y),
                    x > y ? 1 : 0,
                    Halves.value(a[2 * i + 1 - j]),
                    j == 0 ? x : y,
                    bothGreater ? x : y
                };
                for (int k = 0; k < 8; k++) {
                    assertThat(Device.shortsOf(out)[2 * (8 * i + k) + j])
                            .as("[%d] of %s and %s, part %d", k, x, y, j)
                            .isEqualTo(Halves.of(exact[k]));
                }
            }
        }
    }

    @Test
    void roundsBfloatsOnce() {
        short[] a = new short[N];
        short[] b = new short[N];
        double[] x = new Numbers(5).doubles(N);
        double[] y = new Numbers(6).doubles(N);
        for (int i = 0; i < N; i++) {
            a[i] = Halves.bfloat(x[i] * 30);
            b[i] = Halves.bfloat(y[i] * 30);
            x[i] = Halves.bfloatValue(a[i]);
            y[i] = Halves.bfloatValue(b[i]);
        }
        Region out = device.room(2 * 6 * N);
        Region wide = device.room(4 * N);

        device.run(MODULE, "bfloat_arithmetic", GRID, BLOCK, 0, device.shorts(a), device.shorts(b), out, wide, N);

        for (int i = 0; i < N; i++) {
            short[] expected = {
                Halves.bfloat(x[i] + y[i]),
                Halves.bfloat(x[i] * y[i]),
                Halves.bfloat(Math.fma(x[i], y[i], x[i])),
                Halves.bfloat(Math.max(x[i], y[i])),
                Halves.bfloat((float) x[i] * 1.5f),
                Halves.bfloat(i)
            };
            assertThat(Arrays.copyOfRange(Device.shortsOf(out), 6 * i, 6 * i + 6))
                    .as("%s and %s", x[i], y[i])
                    .isEqualTo(expected);
            double first = Halves.bfloatValue(Halves.bfloat((float) x[i] + 1f));
            assertThat(Device.floatsOf(wide)[i]).isEqualTo((float) first - (float) y[i]);
        }
    }
}
