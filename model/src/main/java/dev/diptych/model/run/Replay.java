package dev.diptych.model.run;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;
import dev.diptych.model.run.RunLog.Kind;
import dev.diptych.model.table.Table;

/**
 * A recorded run as a machine: it tells a fresh controller what the recorded one was told and holds each of its calls against the log.
 *
 * <p>A controller that passes decides as it did on the machine of the recording, so what differs between that machine and a simulated one
 * is the model's timing, not the policy.
 */
public final class Replay {
    private final RunLog log;
    private final Platform platform;
    private final Program program;
    /** The calls of the fresh controller, in the recording's own terms. */
    private final RunLog made;
    /** The next entry of the log. */
    private int cursor;

    private long nowNanos;

    private Replay(RunLog log, Platform platform, Program program) {
        this.log = log;
        this.platform = platform;
        this.program = program;
        this.made = new RunLog(log.seed(), log.names(), new PayloadStore());
    }

    public static Replay of(RunLog log, Platform platform, Program program) {
        return new Replay(log, platform, program);
    }

    /**
     * Replays the log to its end and returns how many calls agreed.
     *
     * @throws ReplayDivergence at the first call that is missing, extra or different
     */
    public int run() {
        Controller controller = program.start(new ReplayHost());
        int inputs = 0;
        while (cursor < log.entries().rows()) {
            Kind kind = log.kind(cursor);
            long row = log.row(cursor);
            if (isCall(kind)) {
                throw new ReplayDivergence(
                        cursor,
                        "entry %d: the recorded controller called %s, this one did not"
                                .formatted(cursor, call(log, cursor)));
            }
            nowNanos = log.timeNanos(cursor);
            cursor++;
            inputs++;
            tell(controller, kind, row);
        }
        return log.entries().rows() - inputs;
    }

    private void tell(Controller controller, Kind kind, long row) {
        switch (kind) {
            case ARRIVAL -> controller.onArrival(log.arrival((int) row));
            case OP_DONE -> controller.onOpDone(row, log.opStartNanos((int) row), log.opEndNanos((int) row));
            case BLOCKS -> {
                Table notices = log.notices();
                controller.onBlocks(
                        notices.column("op").get((int) row),
                        (int) notices.column("started").get((int) row),
                        (int) notices.column("finished").get((int) row));
            }
            case VALUE -> controller.onValue(log.values().column("op").get((int) row), log.value((int) row));
            case TIMER_RANG -> controller.onTimer(row);
            default -> throw new IllegalStateException(kind + " is not an input");
        }
    }

    /** Holds the call just written to {@link #made} against the log's next entry. */
    private void check() {
        int last = made.entries().rows() - 1;
        String mine = call(made, last);
        if (cursor == log.entries().rows()) {
            throw new ReplayDivergence(
                    cursor, "entry %d: this controller called %s after the recording's end".formatted(cursor, mine));
        }
        String recorded = isCall(log.kind(cursor)) ? call(log, cursor) : "nothing more before the next input";
        if (!mine.equals(recorded)) {
            throw new ReplayDivergence(
                    cursor,
                    "entry %d: the recorded controller called %s, this one %s".formatted(cursor, recorded, mine));
        }
        cursor++;
    }

    private static boolean isCall(Kind kind) {
        return kind.compareTo(Kind.ALLOCATE) >= 0;
    }

    /** Returns a call in words that two equal calls share. Times that a machine fills in later are no part of it. */
    private static String call(RunLog log, int entry) {
        int row = (int) log.row(entry);
        return switch (log.kind(entry)) {
            case ALLOCATE ->
                "allocate(buffer %d, place %d, %d bytes)"
                        .formatted(
                                row,
                                log.buffers().column("place").get(row),
                                log.buffers().column("bytes").get(row));
            case SUBMIT -> submit(log, row);
            case TIMER_SET -> "timer" + timer(log, row);
            case BACKGROUND_TIMER_SET -> "backgroundTimer" + timer(log, row);
            case FINISH -> "finish(request %d)".formatted(row);
            default -> throw new IllegalStateException(log.kind(entry) + " is not a call");
        };
    }

    private static String timer(RunLog log, int row) {
        return "(%d, at %d ns)"
                .formatted(
                        log.timers().column("timer").get(row),
                        log.timers().column("atNanos").get(row));
    }

    private static String submit(RunLog log, int op) {
        Table ops = log.ops();
        RunLog.OpType type = RunLog.OpType.of(ops.column("type").get(op));
        long kernel = ops.column("kernel").get(op);
        return "submit(operation %d, request %d, gpu%d, stream %d, %s%s, %d blocks, %d bytes, fingerprint %016x)"
                .formatted(
                        op,
                        ops.column("request").get(op),
                        ops.column("gpu").get(op),
                        ops.column("stream").get(op),
                        type,
                        kernel < 0 ? "" : " " + log.names().get((int) kernel),
                        ops.column("blocks").get(op),
                        ops.column("bytes").get(op),
                        ops.column("fingerprint").get(op));
    }

    private final class ReplayHost implements Host {
        @Override
        public Platform platform() {
            return platform;
        }

        @Override
        public long nowNanos() {
            return nowNanos;
        }

        @Override
        public long seed() {
            return log.seed();
        }

        @Override
        public Buffer allocate(Place place, long bytes) {
            made.allocated(nowNanos, place, bytes);
            check();
            return new Buffer(made.buffers().rows() - 1, place, bytes);
        }

        @Override
        public long submit(Gpu gpu, int stream, long requestId, Op op) {
            return submit(gpu, stream, requestId, op, false);
        }

        @Override
        public long submitQuietly(Gpu gpu, int stream, long requestId, Op op) {
            return submit(gpu, stream, requestId, op, true);
        }

        private long submit(Gpu gpu, int stream, long requestId, Op op, boolean isQuiet) {
            long opId = made.ops().rows();
            made.submitted(nowNanos, gpu, stream, requestId, op, isQuiet);
            check();
            return opId;
        }

        @Override
        public void timer(long timerId, long atNanos) {
            made.timerSet(nowNanos, timerId, atNanos);
            check();
        }

        @Override
        public void backgroundTimer(long timerId, long atNanos) {
            made.backgroundTimerSet(nowNanos, timerId, atNanos);
            check();
        }

        @Override
        public void finish(long requestId) {
            made.finished(nowNanos, requestId);
            check();
        }
    }
}
