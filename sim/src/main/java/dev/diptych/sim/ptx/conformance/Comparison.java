package dev.diptych.sim.ptx.conformance;

import dev.diptych.model.op.Bytes;
import dev.diptych.sim.ptx.conformance.Finding.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** What a machine stored for a probe, held against what the method gives, thread by thread. */
final class Comparison {
    /** Differences that are kept in full. */
    private static final int MOST_KEPT = 64;

    private final Probe probe;
    private final Operands operands;
    private final ErrorBound bound;
    private final List<String> kept = new ArrayList<>();
    private int differing;
    private int differingNans;
    private long largestUlps;
    private double largestShare;
    private boolean isEveryDifferenceFinite = true;
    private String first = "";
    private boolean isFirstOfNans;

    private Comparison(Probe probe, Operands operands) {
        this.probe = probe;
        this.operands = operands;
        this.bound = ErrorBound.of(probe.title());
    }

    static Finding of(Probe probe, Operands operands, Bytes stored) {
        Comparison comparison = new Comparison(probe, operands);
        ByteBuffer results = stored.buffer();
        for (int index = 0; index < operands.count(); index++) {
            long result = switch (probe.result().memoryBytes()) {
                case Byte.BYTES -> results.get() & 0xFFL;
                case Short.BYTES -> results.getShort() & 0xFFFFL;
                case Integer.BYTES -> results.getInt() & 0xFFFF_FFFFL;
                default -> results.getLong();
            };
            comparison.compare(index, result);
        }
        return comparison.finding();
    }

    private void compare(int index, long result) {
        long[] values = new long[probe.operands().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = operands.at(i, index);
        }
        long expected = probe.result().extended(probe.oracle().of(values));
        if (result == expected) {
            return;
        }
        differing++;
        boolean isOfNans = isOfNans(result, expected);
        if (isOfNans) {
            differingNans++;
        }
        measure(values, result, expected);
        if (kept.size() < MOST_KEPT) {
            kept.add(listed(values, result, expected));
        }
        if (differing == 1 || (isFirstOfNans && !isOfNans)) {
            first = difference(index, values, result, expected);
            isFirstOfNans = isOfNans;
        }
    }

    private boolean isOfNans(long result, long expected) {
        Format format = probe.result();
        for (int part = 0; part < format.parts(); part++) {
            long one = format.part(result, part);
            long other = format.part(expected, part);
            if (one != other && !(format.isFloating() && format.isNan(one) && format.isNan(other))) {
                return false;
            }
        }
        return true;
    }

    private void measure(long[] values, long result, long expected) {
        Format format = probe.result();
        for (int part = 0; part < format.parts(); part++) {
            long one = format.part(result, part);
            long other = format.part(expected, part);
            if (format.isFloating() && format.isFinite(one) && format.isFinite(other)) {
                largestUlps = Math.max(largestUlps, format.ulps(one, other));
                largestShare = Math.max(largestShare, share(values, part, one, other));
            } else if (one != other) {
                isEveryDifferenceFinite = false;
            }
        }
    }

    /** Returns how much of what PTX allows the difference of two finite parts takes. */
    private double share(long[] values, int part, long result, long expected) {
        Format format = probe.result();
        double[] numbers = new double[values.length];
        for (int i = 0; i < numbers.length; i++) {
            Format operand = probe.operands().get(i);
            boolean isNumber = operand.isFloating() && operand.isFinite(operand.part(values[i], part));
            numbers[i] = isNumber ? operand.value(operand.part(values[i], part)) : Double.NaN;
        }
        double exact = format.value(expected);
        double allowed = bound.at(format, numbers, exact) + format.ulp(exact);
        // One of two results about the smallest normal number may be flushed, and the other not.
        double flushed = probe.title().contains(".ftz") ? format.leastNormal() : 0;
        return Math.abs(format.value(result) - exact) / Math.max(allowed, flushed);
    }

    private String listed(long[] values, long result, long expected) {
        StringJoiner text = new StringJoiner(" ");
        for (int i = 0; i < values.length; i++) {
            text.add(hex(probe.operands().get(i), values[i]));
        }
        return "%s: %s not %s".formatted(text, hex(probe.result(), result), hex(probe.result(), expected));
    }

    private String difference(int index, long[] values, long result, long expected) {
        StringJoiner text = new StringJoiner(", ", "of ", "");
        for (int i = 0; i < values.length; i++) {
            text.add(hex(probe.operands().get(i), values[i]));
        }
        return "thread %d: %s the machine makes %s, the JVM %s"
                .formatted(index, text, hex(probe.result(), result), hex(probe.result(), expected));
    }

    private static String hex(Format format, long value) {
        int digits = 2 * format.memoryBytes();
        return "0x%s".formatted("%016x".formatted(value).substring(16 - digits));
    }

    private Finding finding() {
        Verdict verdict = differing == 0
                ? Verdict.EQUAL
                : probe.group() == Group.APPROXIMATE && isEveryDifferenceFinite && largestShare <= 1
                        ? Verdict.NEAR
                        : Verdict.DIFFERENT;
        return new Finding(
                probe.title(),
                probe.group(),
                verdict,
                operands.count(),
                differing,
                differingNans,
                largestUlps,
                largestShare,
                first,
                kept);
    }
}
