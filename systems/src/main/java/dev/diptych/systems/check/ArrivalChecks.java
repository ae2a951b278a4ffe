package dev.diptych.systems.check;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import dev.diptych.model.random.Philox;
import dev.diptych.systems.sampling.Draws;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Kernels' logarithms and arrivals: the JVM's, bit for bit. */
final class ArrivalChecks {
    private static final String MODULE = "arrival";
    private static final int RANDOM_NUMBERS = 50_000;
    private static final int NEIGHBOURS = 2000;
    private static final int LOWEST_EXPONENT = -60;
    private static final long SEED = 11;

    private ArrivalChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("logarithms near 1, near powers of 2 and of their roots", ArrivalChecks::special),
                new Check("logarithms of random numbers", ArrivalChecks::random),
                new Check("arrivals by the first, the last and random bits", ArrivalChecks::arrivals));
    }

    /** Where the algorithm changes its way: neighbours of powers of 2, of where it halves, and of |f| = 2^-20. */
    private static void special(Lab lab) {
        List<Double> numbers = new ArrayList<>();
        for (int exponent = LOWEST_EXPONENT; exponent <= 0; exponent++) {
            for (double around : new double[] {
                1,
                Math.sqrt(2),
                // The high words at which fdlibm halves, and at which it takes f^2 / 2 out.
                Double.longBitsToDouble(0x3FF6A09C_00000000L),
                Double.longBitsToDouble(0x3FF6147A_00000000L),
                Double.longBitsToDouble(0x3FF6B851_00000000L),
                1 + 0x1p-20,
                2 - 0x1p-20,
                2 - 0x1p-19
            }) {
                double from = Math.scalb(around, exponent);
                for (int step = -3; step <= 3; step++) {
                    numbers.add(from + step * Math.ulp(from));
                }
            }
        }
        for (int i = 0; i < NEIGHBOURS; i++) {
            numbers.add(1 - i * 0x1p-53);
            numbers.add(1 - i * 0x1p-30);
            numbers.add((i + 0.5) * 0x1p-53);
        }
        logarithms(
                lab,
                numbers.stream()
                        .mapToDouble(x -> x)
                        .filter(x -> x > 0 && x <= 1)
                        .toArray());
    }

    private static void random(Lab lab) {
        logarithms(
                lab,
                DoubleStream.iterate(0, i -> i + 1)
                        .limit(RANDOM_NUMBERS)
                        .map(i -> ((Philox.bits64(SEED, 0, (long) i) >>> 11) + 0.5) * 0x1p-53)
                        .toArray());
    }

    private static void logarithms(Lab lab, double[] numbers) {
        Buffer out = lab.buffer(Lab.gpu(), (long) Double.BYTES * numbers.length);
        lab.launch(
                MODULE,
                "arrival_log",
                Dim.of(8),
                Dim.of(256),
                new Arg.Address(out.all()),
                new Arg.Address(lab.buffer(bytes(numbers)).all()),
                new Arg.I64(numbers.length));
        double[] expected = DoubleStream.of(numbers).map(StrictMath::log).toArray();
        lab.expect("%d logarithms".formatted(numbers.length), out.all(), bytes(expected));
    }

    private static void arrivals(Lab lab) {
        int count = 3 * NEIGHBOURS;
        long[] bits = new long[count];
        int[] weights = new int[count];
        double[] expected = new double[count];
        for (int i = 0; i < count; i++) {
            int draw = i / 3;
            bits[i] =
                    i % 3 == 0 ? (long) draw << 11 : i % 3 == 1 ? -1L - ((long) draw << 11) : Philox.bits64(SEED, 1, i);
            // From the smallest weight that there is to the largest.
            float weight = draw == 0
                    ? Float.MIN_VALUE
                    : draw == 1 ? Float.MAX_VALUE : (float) (Philox.unit(SEED, 2, i) * Math.scalb(1.0, draw % 60 - 30));
            weights[i] = Float.floatToIntBits(weight);
            expected[i] = Draws.arrivalOf(bits[i], weight);
        }
        Buffer out = lab.buffer(Lab.gpu(), (long) Double.BYTES * count);
        lab.launch(
                MODULE,
                "arrival_times",
                Dim.of(8),
                Dim.of(256),
                new Arg.Address(out.all()),
                new Arg.Address(lab.buffer(Bytes.ofLongs(bits)).all()),
                new Arg.Address(lab.buffer(Bytes.ofInts(weights)).all()),
                new Arg.I64(count));
        lab.expect("%d arrivals".formatted(count), out.all(), bytes(expected));
    }

    private static Bytes bytes(double[] numbers) {
        return Bytes.ofLongs(
                DoubleStream.of(numbers).mapToLong(Double::doubleToLongBits).toArray());
    }
}
