package dev.diptych.model.run;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Copy;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.op.Write;
import dev.diptych.model.table.Column;
import dev.diptych.model.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that crossed the door between a controller and its host, in order: what a replay needs, and what metrics are computed from.
 *
 * <p>{@link #entries} is the order of things; each entry points to a row of the table of its kind. All times are nanoseconds since the run
 * began. Tables are append-only; the two device times of an operation are filled in when it ends.
 */
public final class RunLog {
    /** What an entry is, and which table its {@code row} counts in. The code is what files hold: append, never renumber. */
    public enum Kind {
        /** Input: a request arrived; row of {@link #arrivals}. */
        ARRIVAL(0),
        /** Input: an operation ended; row of {@link #ops}. */
        OP_DONE(1),
        /** Input: blocks started or finished; row of {@link #notices}. */
        BLOCKS(2),
        /** Input: a read-back brought bytes; row of {@link #values}. */
        VALUE(3),
        /** Input: a timer rang; the timer's id. */
        TIMER_RANG(4),
        /** Call: a buffer was allocated; row of {@link #buffers}. */
        ALLOCATE(5),
        /** Call: an operation was submitted; row of {@link #ops}. */
        SUBMIT(6),
        /** Call: a timer was set; row of {@link #timers}. */
        TIMER_SET(7),
        /** Call: a request was finished; the request's id. */
        FINISH(8),
        /** Call: a timer in the background was set; row of {@link #timers}. */
        BACKGROUND_TIMER_SET(9);

        private static final List<Kind> ALL = List.of(values());

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** Returns the kind of a code. */
        public static Kind of(long code) {
            if (code < 0 || code >= ALL.size()) {
                throw new IllegalArgumentException("no entry of a log has kind " + code);
            }
            return ALL.get((int) code);
        }
    }

    /** What an operation is. The code is what files hold: append, never renumber. */
    public enum OpType {
        LAUNCH(0),
        COPY(1),
        WRITE(2),
        READ_BACK(3);

        private static final List<OpType> ALL = List.of(values());

        private final int code;

        OpType(int code) {
            this.code = code;
        }

        /** Returns the type of a code. */
        public static OpType of(long code) {
            if (code < 0 || code >= ALL.size()) {
                throw new IllegalArgumentException("no operation of a log has type " + code);
            }
            return ALL.get((int) code);
        }
    }

    /** The time of an operation that has not ended. */
    public static final long NOT_YET = -1;

    private static final int HOST_CODE = -1;

    private final Column entryKind = new Column("kind", Column.Type.I32);
    private final Column entryRow = new Column("row", Column.Type.I64);
    private final Column entryTimeNanos = new Column("timeNanos", Column.Type.I64);
    private final Table entries = new Table("entries", entryKind, entryRow, entryTimeNanos);

    private final Table arrivals = new Table(
            "arrivals",
            new Column("request", Column.Type.I64),
            new Column("atNanos", Column.Type.I64),
            new Column("kind", Column.Type.I32),
            new Column("payloadOffset", Column.Type.I64),
            new Column("payloadBytes", Column.Type.I32));

    private final Table buffers =
            new Table("buffers", new Column("place", Column.Type.I32), new Column("bytes", Column.Type.I64));

    private final Column opStartNanos = new Column("startNanos", Column.Type.I64);
    private final Column opEndNanos = new Column("endNanos", Column.Type.I64);
    private final Table ops = new Table(
            "ops",
            new Column("request", Column.Type.I64),
            new Column("gpu", Column.Type.I32),
            new Column("stream", Column.Type.I32),
            new Column("type", Column.Type.I32),
            new Column("kernel", Column.Type.I32),
            new Column("blocks", Column.Type.I64),
            new Column("threadsPerBlock", Column.Type.I32),
            new Column("registersPerThread", Column.Type.I32),
            new Column("sharedBytesPerBlock", Column.Type.I32),
            new Column("from", Column.Type.I32),
            new Column("to", Column.Type.I32),
            new Column("bytes", Column.Type.I64),
            new Column("fingerprint", Column.Type.I64),
            new Column("submitNanos", Column.Type.I64),
            opStartNanos,
            opEndNanos);

    private final Table notices = new Table(
            "notices",
            new Column("op", Column.Type.I64),
            new Column("started", Column.Type.I32),
            new Column("finished", Column.Type.I32));

    private final Table values = new Table(
            "values",
            new Column("op", Column.Type.I64),
            new Column("payloadOffset", Column.Type.I64),
            new Column("payloadBytes", Column.Type.I32));

    private final Table timers =
            new Table("timers", new Column("timer", Column.Type.I64), new Column("atNanos", Column.Type.I64));

    private final PayloadStore payload;
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> nameIndices = new TreeMap<>();
    private final long seed;

    /** An empty log of a run with a seed. */
    public RunLog(long seed) {
        this(seed, List.of(), new PayloadStore());
    }

    /** A log to be filled from files: its names and payload are known, its tables still empty. */
    public RunLog(long seed, List<String> names, PayloadStore payload) {
        this.seed = seed;
        this.payload = payload;
        names.forEach(this::nameIndex);
    }

    public long seed() {
        return seed;
    }

    /** The order of things: (kind, row, timeNanos). */
    public Table entries() {
        return entries;
    }

    /** (request, atNanos: intended, kind, payloadOffset, payloadBytes). */
    public Table arrivals() {
        return arrivals;
    }

    /** By buffer id: (place: -1 the host, else the GPU's index; bytes). */
    public Table buffers() {
        return buffers;
    }

    /**
     * By operation id. {@code kernel} indexes {@link #names}, -1 for copies; {@code from} and {@code to} are places of copies, as in
     * {@link #buffers} (the controller's own values count as the host's); {@code bytes} is what a copy moves; {@code startNanos} and
     * {@code endNanos} are device times, {@link #NOT_YET} until the operation ends.
     */
    public Table ops() {
        return ops;
    }

    /** (op, started, finished: blocks since the last notice). */
    public Table notices() {
        return notices;
    }

    /** (op, payloadOffset, payloadBytes). */
    public Table values() {
        return values;
    }

    /** (timer, atNanos). */
    public Table timers() {
        return timers;
    }

    /** Returns the tables, in the order in which files list them. */
    public List<Table> tables() {
        return List.of(entries, arrivals, buffers, ops, notices, values, timers);
    }

    public PayloadStore payload() {
        return payload;
    }

    /** Returns the names of kernels, as {@code module/entry}, that {@code ops.kernel} indexes. */
    public List<String> names() {
        return List.copyOf(names);
    }

    public Kind kind(int entry) {
        return Kind.of(entryKind.get(entry));
    }

    public long row(int entry) {
        return entryRow.get(entry);
    }

    public long timeNanos(int entry) {
        return entryTimeNanos.get(entry);
    }

    /** Returns the arrival in a row of {@link #arrivals}. */
    public Arrival arrival(int row) {
        Bytes carried = payload.get((int) arrivals.column("payloadOffset").get(row), (int)
                arrivals.column("payloadBytes").get(row));
        return new Arrival(
                arrivals.column("request").get(row),
                arrivals.column("atNanos").get(row),
                (int) arrivals.column("kind").get(row),
                carried);
    }

    /** Returns the bytes in a row of {@link #values}. */
    public Bytes value(int row) {
        return payload.get((int) values.column("payloadOffset").get(row), (int)
                values.column("payloadBytes").get(row));
    }

    public long opStartNanos(int op) {
        return opStartNanos.get(op);
    }

    public long opEndNanos(int op) {
        return opEndNanos.get(op);
    }

    void arrived(long nowNanos, Arrival arrival) {
        int offset = payload.add(arrival.payload());
        int row = arrivals.add(
                arrival.requestId(),
                arrival.atNanos(),
                arrival.kind(),
                offset,
                arrival.payload().size());
        entry(Kind.ARRIVAL, row, nowNanos);
    }

    void opDone(long nowNanos, long opId, long startNanos, long endNanos) {
        opStartNanos.set((int) opId, startNanos);
        opEndNanos.set((int) opId, endNanos);
        entry(Kind.OP_DONE, opId, nowNanos);
    }

    void blocks(long nowNanos, long opId, int started, int finished) {
        entry(Kind.BLOCKS, notices.add(opId, started, finished), nowNanos);
    }

    void value(long nowNanos, long opId, Bytes value) {
        entry(Kind.VALUE, values.add(opId, payload.add(value), value.size()), nowNanos);
    }

    void timerRang(long nowNanos, long timerId) {
        entry(Kind.TIMER_RANG, timerId, nowNanos);
    }

    void allocated(long nowNanos, Place place, long bytes) {
        entry(Kind.ALLOCATE, buffers.add(code(place), bytes), nowNanos);
    }

    void submitted(long nowNanos, Gpu gpu, int stream, long requestId, Op op, boolean isQuiet) {
        long kernel = -1;
        long blocks = 0;
        long threads = 0;
        long registers = 0;
        long shared = 0;
        long from = HOST_CODE;
        long to = HOST_CODE;
        long bytes = 0;
        OpType type;
        if (op instanceof Launch launch) {
            type = OpType.LAUNCH;
            kernel = nameIndex(launch.kernel().module() + "/" + launch.kernel().entry());
            blocks = launch.grid().count();
            threads = launch.block().count();
            registers = launch.kernel().registersPerThread();
            shared = (long) launch.kernel().staticSharedBytes() + launch.dynamicSharedBytes();
            from = gpu.index();
            to = gpu.index();
        } else if (op instanceof Copy copy) {
            type = OpType.COPY;
            from = code(copy.from().buffer().place());
            to = code(copy.to().buffer().place());
            bytes = copy.from().bytes();
        } else if (op instanceof Write write) {
            type = OpType.WRITE;
            to = code(write.to().buffer().place());
            bytes = write.to().bytes();
        } else {
            type = OpType.READ_BACK;
            ReadBack readBack = (ReadBack) op;
            from = code(readBack.from().buffer().place());
            bytes = readBack.from().bytes();
        }
        int row = ops.add(
                requestId,
                gpu.index(),
                stream,
                type.code,
                kernel,
                blocks,
                threads,
                registers,
                shared,
                from,
                to,
                bytes,
                // The lowest bit of a quiet one is the other way round: a replay holds it against the recording by
                // that.
                isQuiet ? Fingerprint.of(op) ^ 1 : Fingerprint.of(op),
                nowNanos,
                NOT_YET,
                NOT_YET);
        entry(Kind.SUBMIT, row, nowNanos);
    }

    void timerSet(long nowNanos, long timerId, long atNanos) {
        entry(Kind.TIMER_SET, timers.add(timerId, atNanos), nowNanos);
    }

    void backgroundTimerSet(long nowNanos, long timerId, long atNanos) {
        entry(Kind.BACKGROUND_TIMER_SET, timers.add(timerId, atNanos), nowNanos);
    }

    void finished(long nowNanos, long requestId) {
        entry(Kind.FINISH, requestId, nowNanos);
    }

    private void entry(Kind kind, long row, long nowNanos) {
        entries.add(kind.code, row, nowNanos);
    }

    private int nameIndex(String name) {
        return nameIndices.computeIfAbsent(name, added -> {
            names.add(added);
            return names.size() - 1;
        });
    }

    private static int code(Place place) {
        return place instanceof Gpu gpu ? gpu.index() : HOST_CODE;
    }
}
