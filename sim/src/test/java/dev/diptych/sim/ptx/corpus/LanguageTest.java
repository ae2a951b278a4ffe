package dev.diptych.sim.ptx.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.PtxArg;
import dev.diptych.sim.ptx.PtxOptions;
import dev.diptych.sim.ptx.exec.KernelFault;
import dev.diptych.sim.ptx.memory.Region;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class LanguageTest {
    private static final String MODULE = "language";
    private static final String QUICK = "the quick brown fox\n\0";

    private final Device device = new Device();

    @Test
    void passesStructuresByValue() {
        int[] in = new Numbers(1).ints(40, -100, 100);
        Region out = device.room(8 * 40);
        Region weighed = device.room(8 * 40);
        // struct { int* in; int* out; struct { double weights[4]; char tag; short codes[3]; }; int count; }
        ByteBuffer arguments = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        arguments.putLong(device.ints(in).address()).putLong(out.address());
        arguments.putDouble(0.5).putDouble(1.25).putDouble(-2).putDouble(3);
        arguments
                .put((byte) -7)
                .put((byte) 0)
                .putShort((short) 11)
                .putShort((short) -300)
                .putShort((short) 5);
        arguments.putInt(40);
        // struct { long long numerator; int denominator; }
        ByteBuffer half = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        half.putLong(1).putInt(2);

        device.run(
                MODULE,
                "struct_arguments",
                Dim.of(2),
                Dim.of(32),
                0,
                new PtxArg.Raw(Bytes.copyOf(arguments.rewind())),
                new PtxArg.Raw(Bytes.copyOf(half.rewind())),
                weighed);

        double[] weights = {0.5, 1.25, -2, 3};
        int[] codes = {11, -300, 5};
        int[] expected = new int[80];
        double[] expectedWeights = new double[40];
        for (int i = 0; i < 40; i++) {
            expected[2 * i] = 3 + 2 * in[i];
            expected[2 * i + 1] = 6;
            expectedWeights[i] = weights[i & 3] * codes[i % 3] - 7;
        }
        assertThat(Device.intsOf(out)).isEqualTo(expected);
        assertThat(Device.doublesOf(weighed)).isEqualTo(expectedWeights);
    }

    @Test
    void takesEveryCaseOfASwitch() {
        int n = 100;
        int[] code = new Numbers(2).ints(n, -1, 14);
        int[] in = new Numbers(3).ints(n, -1000, 1000);
        Region out = device.zeros(4L * n);

        device.run(MODULE, "switch_dense", Dim.of(2), Dim.of(64), 0, device.ints(code), device.ints(in), out, n);

        int[] expected = new int[n];
        for (int i = 0; i < n; i++) {
            int v = in[i];
            expected[i] = switch (code[i]) {
                case 0 -> v + 1;
                case 1 -> v * 7;
                case 2 -> v ^ 0x55;
                case 3 -> v / 3;
                case 4 -> -v;
                case 5 -> v % 11;
                case 6 -> Integer.bitCount(v);
                case 7, 8 -> v - 9;
                case 9, 11 -> 0;
                case 10 -> Integer.numberOfLeadingZeros(v);
                default -> 1000;
            };
        }
        assertThat(Device.intsOf(out)).isEqualTo(expected);
    }

    @Test
    void jumpsThroughATable() {
        int[] code = new Numbers(4).ints(64, 0, 4);
        int[] in = new Numbers(5).anyInts(64);
        Region out = device.room(4 * 64);

        device.run(MODULE, "switch_table", Dim.of(1), Dim.of(64), 0, device.ints(code), device.ints(in), out, 64);

        for (int i = 0; i < 64; i++) {
            in[i] = code[i] == 0 ? in[i] + 1 : code[i] == 2 ? in[i] ^ 255 : in[i] * 5;
        }
        assertThat(Device.intsOf(out)).isEqualTo(in);
    }

    @Test
    void readsInitialisedVariablesAndKeepsThemUntilTheNextLaunch() {
        Region out = device.room(4 * 35);
        Region reals = device.room(8 * 7);
        int[] primes = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 0, 0};

        device.launch(PtxOptions.DEFAULT, MODULE, "globals", Dim.of(1), Dim.of(32), 0, out, reals);

        int[] seen = Device.intsOf(out);
        for (int t = 0; t < 32; t++) {
            assertThat(seen[t]).as("thread %d", t).isEqualTo(t < 12 ? primes[t] : QUICK.charAt(t % 21));
        }
        assertThat(seen[32]).isEqualTo(11);
        assertThat(seen[33]).isEqualTo(40);
        assertThat(seen[34]).isEqualTo('x' - 3 + 'q');
        assertThat(Device.doublesOf(reals)).containsExactly(1.5, -2.25, 1e300, 4.0, 0.1, -0.0, 2.5);
        device.launch(PtxOptions.DEFAULT, MODULE, "globals", Dim.of(1), Dim.of(32), 0, out, reals);
        assertThat(Device.intsOf(out)[32]).isEqualTo(17);
        assertThat(Device.intsOf(out)[33]).isEqualTo(42);
    }

    @Test
    void indexesLocalArraysByLane() {
        int[] in = new Numbers(9).ints(70, 0, 1000);
        Region out = device.room(4 * 70);

        device.run(MODULE, "local_array", Dim.of(3), Dim.of(32), 0, device.ints(in), out, 70);

        for (int i = 0; i < 70; i++) {
            int[] stack = new int[16];
            for (int k = 0; k < 16; k++) {
                stack[k] = in[i] * k;
            }
            int at = in[i];
            int sum = 0;
            for (int k = 0; k < 8; k++) {
                at = (at * 5 + 3) % 16;
                sum += stack[at];
                stack[(at + k) % 16] = sum;
            }
            in[i] = sum;
        }
        assertThat(Device.intsOf(out)).isEqualTo(in);
    }

    @Test
    void followsGenericPointersToThreeSpacesAtOnce() {
        int[] in = new Numbers(10).ints(64, 0, 10);
        Region global = device.ints(in);
        Region out = device.room(4 * 64);

        device.run(MODULE, "generic_pointers", Dim.of(1), Dim.of(64), 0, global, out, 1);

        int[] expected = new int[64];
        int[] expectedGlobal = in.clone();
        for (int t = 0; t < 64; t++) {
            int kind = (t + 1) % 3;
            int before = kind == 0 ? t : kind == 1 ? 3 * t : in[t];
            int local = kind == 0 ? t + 107 : t;
            int shared = kind == 1 ? 3 * t + 107 : 3 * t;
            expected[t] = before + 107 + local + shared + (kind == 2 ? 1000 : 0) + (kind == 1 ? 2000 : 0);
            expectedGlobal[t] += kind == 2 ? 107 : 0;
        }
        assertThat(Device.intsOf(out)).isEqualTo(expected);
        assertThat(Device.intsOf(global)).isEqualTo(expectedGlobal);
    }

    @Test
    void callsAFunctionFromBothSidesOfABranch() {
        int[] in = new Numbers(11).ints(2 * 60, 1, 5000);
        Region out = device.room(4 * 60);

        device.run(MODULE, "divergent_calls", Dim.of(2), Dim.of(32), 0, device.ints(in), out, 60);

        int[] expected = new int[60];
        for (int i = 0; i < 60; i++) {
            int gcd = BigInteger.valueOf(in[2 * i])
                    .gcd(BigInteger.valueOf(in[2 * i + 1]))
                    .intValue();
            expected[i] = in[2 * i] > in[2 * i + 1] ? gcd : gcd + 1;
        }
        assertThat(Device.intsOf(out)).isEqualTo(expected);
    }

    @Test
    void leavesNestedLoopsInEveryWay() {
        int[] in = new Numbers(12).ints(96, 0, 10_000);
        Region out = device.room(4 * 96);

        device.run(MODULE, "tangled", Dim.of(1), Dim.of(96), 0, device.ints(in), out, 96);

        int[] expected = new int[96];
        for (int i = 0; i < 96; i++) {
            expected[i] = tangled(in[i]);
        }
        assertThat(Device.intsOf(out)).isEqualTo(expected);
    }

    private static int tangled(int start) {
        int v = start;
        int steps = 0;
        int k = 0;
        while (k < 20) {
            for (int j = 0; j < 5; j++) {
                steps++;
                if (v % 7 == 3) {
                    return v + steps * 1_000_000;
                }
                v = v * 3 + j;
                if (v > 100_000) {
                    break;
                }
                if (steps > 60) {
                    return -v;
                }
            }
            k++;
            if (v > 200_000) {
                v %= 1000;
                k = 0;
            }
        }
        return v + steps * 1_000_000;
    }

    @Test
    void runsWhatADebugBuildMakes() {
        float[] in = new Numbers(13).wholes(100, -50, 50);
        Region out = device.room(400);

        device.run("debug", "debug_clamp", Dim.of(4), Dim.of(32), 0, device.floats(in), out, 100, -10f, 20f);

        for (int i = 0; i < 100; i++) {
            in[i] = Math.min(Math.max(in[i], -10), 20) + i % 64;
        }
        assertThat(Device.floatsOf(out)).isEqualTo(in);
    }

    @Test
    void printsInTheOrderOfThreads() {
        int[] in = new int[70];
        in[3] = -5;
        in[33] = -1;
        StringBuilder printed = new StringBuilder();

        device.launch(
                PtxOptions.DEFAULT.withConsole(printed::append),
                MODULE,
                "prints",
                Dim.of(3),
                Dim.of(32),
                0,
                device.ints(in),
                70);

        assertThat(printed).hasToString("""
                        in[3] = -5, -2.500, text, 10000000000, c
                        in[33] = -1, -0.500, text, 10000000000, c
                        """);
    }

    @Test
    void passesAssertionsThatHoldAndNamesTheThreadOfOneThatDoesNot() {
        int[] in = new int[64];
        in[37] = -1;
        Region out = device.room(256);

        device.run(MODULE, "asserts", Dim.of(2), Dim.of(32), 0, device.ints(new int[64]), out, 64);

        assertThat(Device.intsOf(out)).containsOnly(1);
        Region bad = device.ints(in);
        assertThatThrownBy(() ->
                        device.launch(PtxOptions.DEFAULT, MODULE, "asserts", Dim.of(2), Dim.of(32), 0, bad, out, 64))
                .isInstanceOf(KernelFault.class)
                .hasMessageContaining("asserts")
                .hasMessageContaining("block (1,0,0), thread (5,0,0)")
                .hasMessageContaining("in[i] >= 0 && \"negative\"")
                .hasMessageContaining("language.cu");
    }
}
