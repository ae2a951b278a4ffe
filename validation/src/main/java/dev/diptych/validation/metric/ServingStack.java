package dev.diptych.validation.metric;

import com.google.auto.service.AutoService;
import dev.diptych.model.run.RunLog;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Where the latency of requests goes that are chains of operations, in microseconds of a request on average: from the intended arrival to its
 * first operation's submission (queueing); from an operation's submission to the controller's hearing of its end, summed over operations of
 * which none other of the request was in flight (running); between hearing of an end and the next submission (held back); from the last end to
 * the finish (finishing). The four add up to the mean latency. Paella's overhead stack (SOSP'23; {@code calculate_overhead_stack.py} of its artifact)
 * tells more apart, by stamps that its dispatcher takes.
 */
@SuppressWarnings("rawtypes") // A service is named by its erasure.
@AutoService(MetricPlugin.class)
public final class ServingStack implements MetricPlugin<SkippedRequests> {
    private static final double NANOS_PER_MICRO = 1000;

    @Override
    public String name() {
        return "serving-stack";
    }

    @Override
    public String summary() {
        return "where the latency of requests goes: queueing, running, held back, finishing";
    }

    @Override
    public SkippedRequests defaults() {
        return new SkippedRequests(0);
    }

    @Override
    public List<Measurement> measure(RunLog log, SkippedRequests settings) {
        Requests requests = new Requests(log);
        requests.checkSkip(settings.skip());
        Stack stack = new Stack(log, requests);
        for (int entry = 0; entry < log.entries().rows(); entry++) {
            stack.take(entry);
        }
        double served = 0;
        double[] nanos = new double[3];
        double finishing = 0;
        for (int request = settings.skip(); request < requests.count(); request++) {
            if (requests.wasServed(request)) {
                served++;
                int carrier = requests.servedWith(request);
                // A request that came later than the one whose operations served it has waited less.
                nanos[0] +=
                        stack.queueingNanos[carrier] + requests.arrivalNanos(carrier) - requests.arrivalNanos(request);
                nanos[1] += stack.runningNanos[carrier];
                nanos[2] += stack.heldNanos[carrier];
                finishing += requests.finishNanos(request) - stack.sinceNanos[carrier];
            }
        }
        double per = Math.max(served, 1) * NANOS_PER_MICRO;
        return List.of(
                new Measurement("queueing", "us", nanos[0] / per),
                new Measurement("running", "us", nanos[1] / per),
                new Measurement("held back", "us", nanos[2] / per),
                new Measurement("finishing", "us", finishing / per));
    }

    /** Sums up each request's times, entry by entry. */
    private static final class Stack {
        private final RunLog log;
        private final long[] queueingNanos;
        private final long[] runningNanos;
        private final long[] heldNanos;
        /** When a request's last change was: an operation came to it that had none in flight, or its only one ended. */
        private final long[] sinceNanos;

        private final int[] inFlight;
        private final long[] finishedBlocks;
        private final BitSet ended = new BitSet();
        private final boolean[] hasBegun;

        Stack(RunLog log, Requests requests) {
            this.log = log;
            int count = requests.count();
            queueingNanos = new long[count];
            runningNanos = new long[count];
            heldNanos = new long[count];
            sinceNanos = new long[count];
            inFlight = new int[count];
            finishedBlocks = new long[log.ops().rows()];
            hasBegun = new boolean[count];
            Arrays.setAll(sinceNanos, requests::arrivalNanos);
        }

        void take(int entry) {
            switch (log.kind(entry)) {
                case SUBMIT -> begin((int) log.row(entry), log.timeNanos(entry));
                case OP_DONE -> end((int) log.row(entry), log.timeNanos(entry));
                case BLOCKS -> finishBlocks((int) log.row(entry), log.timeNanos(entry));
                default -> {
                    // Nothing else moves an operation.
                }
            }
        }

        private void begin(int op, long nowNanos) {
            int request = requestOf(op);
            if (request < 0 || inFlight[request]++ > 0) {
                return;
            }
            long[] waited = hasBegun[request] ? heldNanos : queueingNanos;
            waited[request] += nowNanos - sinceNanos[request];
            hasBegun[request] = true;
            sinceNanos[request] = nowNanos;
        }

        /** Whoever counts blocks knows that all have ended before the operation is told as done. */
        private void finishBlocks(int row, long nowNanos) {
            int op = (int) log.notices().column("op").get(row);
            finishedBlocks[op] += log.notices().column("finished").get(row);
            if (finishedBlocks[op] == log.ops().column("blocks").get(op)) {
                end(op, nowNanos);
            }
        }

        private void end(int op, long nowNanos) {
            int request = requestOf(op);
            if (request < 0 || ended.get(op)) {
                return;
            }
            ended.set(op);
            if (--inFlight[request] == 0) {
                runningNanos[request] += nowNanos - sinceNanos[request];
                sinceNanos[request] = nowNanos;
            }
        }

        private int requestOf(int op) {
            return (int) log.ops().column("request").get(op);
        }
    }
}
