package dev.diptych.traces;

import dev.diptych.model.InputException;
import dev.diptych.model.run.RunLog;
import dev.diptych.model.run.RunLog.Kind;
import dev.diptych.model.run.RunLog.OpType;
import dev.diptych.model.table.Table;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;

/**
 * Holds a log that came from files against what every recorder guarantees: ids are dense, references lead somewhere, times never run
 * backwards, each thing happens once and after what it depends on. Whoever reads the log later may rely on it.
 */
final class LogCheck {
    private final RunLog log;
    private final Path where;
    /** By kind: the row that its next entry has to name, for kinds whose rows count up. */
    private final Map<Kind, Integer> next = new EnumMap<>(Kind.class);

    private final BitSet doneOps = new BitSet();
    private final BitSet finishedRequests = new BitSet();

    private LogCheck(RunLog log, Path where) {
        this.log = log;
        this.where = where;
    }

    /**
     * Checks a log.
     *
     * @param where what messages call it
     * @throws InputException naming the table, the row and what is wrong with it
     */
    static void check(RunLog log, Path where) {
        LogCheck check = new LogCheck(log, where);
        check.arrivals();
        check.buffers();
        check.ops();
        check.notices();
        check.values();
        check.entries();
    }

    private void arrivals() {
        Table arrivals = log.arrivals();
        long lastNanos = 0;
        for (int row = 0; row < arrivals.rows(); row++) {
            long atNanos = get(arrivals, "atNanos", row);
            require(get(arrivals, "request", row) == row, arrivals, row, "requests are numbered from 0 without gaps");
            require(get(arrivals, "kind", row) >= 0, arrivals, row, "a kind is not negative");
            require(atNanos >= lastNanos, arrivals, row, "arrivals are in order of time");
            payload(arrivals, row);
            lastNanos = atNanos;
        }
    }

    private void buffers() {
        Table buffers = log.buffers();
        for (int row = 0; row < buffers.rows(); row++) {
            require(get(buffers, "place", row) >= -1, buffers, row, "a place is -1 or a GPU's index");
            require(get(buffers, "bytes", row) >= 1, buffers, row, "a buffer has at least 1 byte");
        }
    }

    private void ops() {
        Table ops = log.ops();
        for (int row = 0; row < ops.rows(); row++) {
            long request = get(ops, "request", row);
            require(
                    request >= -1 && request < log.arrivals().rows(),
                    ops,
                    row,
                    "its request is -1 or one that arrived");
            require(get(ops, "gpu", row) >= 0 && get(ops, "stream", row) >= 0, ops, row, "GPU and stream start at 0");
            OpType type = type(row);
            long kernel = get(ops, "kernel", row);
            require(
                    type == OpType.LAUNCH ? kernel >= 0 && kernel < log.names().size() : kernel == -1,
                    ops,
                    row,
                    "a launch names a kernel of the log, and nothing else does");
            for (String count : new String[] {
                "blocks", "threadsPerBlock", "registersPerThread", "sharedBytesPerBlock", "bytes", "submitNanos"
            }) {
                require(get(ops, count, row) >= 0, ops, row, count + " is not negative");
            }
            require(
                    get(ops, "from", row) >= -1 && get(ops, "to", row) >= -1,
                    ops,
                    row,
                    "a place is -1 or a GPU's index");
            long startNanos = log.opStartNanos(row);
            long endNanos = log.opEndNanos(row);
            boolean pending = startNanos == RunLog.NOT_YET && endNanos == RunLog.NOT_YET;
            require(pending || (startNanos >= 0 && endNanos >= startNanos), ops, row, "it ends after it starts");
        }
    }

    private OpType type(int op) {
        try {
            return OpType.of(get(log.ops(), "type", op));
        } catch (IllegalArgumentException e) {
            throw new InputException("%s: ops, row %d: %s".formatted(where, op, e.getMessage()), e);
        }
    }

    private void notices() {
        Table notices = log.notices();
        for (int row = 0; row < notices.rows(); row++) {
            op(notices, row);
            require(
                    get(notices, "started", row) >= 0 && get(notices, "finished", row) >= 0,
                    notices,
                    row,
                    "numbers of blocks are not negative");
        }
    }

    private void values() {
        Table values = log.values();
        for (int row = 0; row < values.rows(); row++) {
            op(values, row);
            payload(values, row);
        }
    }

    private void entries() {
        Table entries = log.entries();
        long lastNanos = 0;
        for (int row = 0; row < entries.rows(); row++) {
            long timeNanos = log.timeNanos(row);
            require(timeNanos >= lastNanos, entries, row, "times start at 0 and never run backwards");
            lastNanos = timeNanos;
            entry(row, timeNanos);
        }
        all(Kind.ARRIVAL, log.arrivals());
        all(Kind.BLOCKS, log.notices());
        all(Kind.VALUE, log.values());
        all(Kind.ALLOCATE, log.buffers());
        all(Kind.SUBMIT, log.ops());
        all(Kind.TIMER_SET, log.timers());
        for (int op = 0; op < log.ops().rows(); op++) {
            boolean ended = log.opEndNanos(op) != RunLog.NOT_YET;
            require(doneOps.get(op) == ended, log.ops(), op, "it has device times if and only if it is told as done");
        }
    }

    private void entry(int row, long timeNanos) {
        Table entries = log.entries();
        long subject = log.row(row);
        Kind kind;
        try {
            kind = log.kind(row);
        } catch (IllegalArgumentException e) {
            throw new InputException("%s: entries, row %d: %s".formatted(where, row, e.getMessage()), e);
        }
        switch (kind) {
            case ARRIVAL, ALLOCATE, TIMER_SET -> counted(kind, row, subject);
            case BACKGROUND_TIMER_SET -> counted(Kind.TIMER_SET, row, subject);
            case SUBMIT -> {
                counted(kind, row, subject);
                require(
                        subject < log.ops().rows() && get(log.ops(), "submitNanos", (int) subject) == timeNanos,
                        entries,
                        row,
                        "an operation's submitNanos is the time of its entry");
            }
            case BLOCKS -> {
                counted(kind, row, subject);
                submitted(row, subject < log.notices().rows() ? get(log.notices(), "op", (int) subject) : -1);
            }
            case VALUE -> {
                counted(kind, row, subject);
                submitted(row, subject < log.values().rows() ? get(log.values(), "op", (int) subject) : -1);
            }
            case OP_DONE -> {
                submitted(row, subject);
                require(!doneOps.get((int) subject), entries, row, "an operation is done once");
                require(
                        log.opEndNanos((int) subject) <= timeNanos,
                        entries,
                        row,
                        "an operation ends before it is told as done");
                doneOps.set((int) subject);
            }
            case FINISH -> {
                require(
                        subject >= 0 && subject < named(Kind.ARRIVAL),
                        entries,
                        row,
                        "what is finished is a request that arrived");
                require(!finishedRequests.get((int) subject), entries, row, "a request is finished once");
                finishedRequests.set((int) subject);
            }
            case TIMER_RANG -> {
                // The timer's id is the system's own: any number.
            }
        }
    }

    private void counted(Kind kind, int entry, long subject) {
        require(
                subject == next.merge(kind, 1, Integer::sum) - 1,
                log.entries(),
                entry,
                "the rows that %s entries name count up from 0".formatted(kind));
    }

    private void submitted(int entry, long op) {
        require(op >= 0 && op < named(Kind.SUBMIT), log.entries(), entry, "it is about an operation submitted before");
    }

    private void all(Kind kind, Table table) {
        if (named(kind) != table.rows()) {
            throw new InputException("%s: %s has %d rows, but the entries name %d"
                    .formatted(where, table.name(), table.rows(), named(kind)));
        }
    }

    /** Returns how many rows the entries of a kind have named so far. */
    private int named(Kind kind) {
        return next.getOrDefault(kind, 0);
    }

    private void op(Table table, int row) {
        long op = get(table, "op", row);
        require(op >= 0 && op < log.ops().rows(), table, row, "it is about an operation of the log");
    }

    private void payload(Table table, int row) {
        long offset = get(table, "payloadOffset", row);
        long bytes = get(table, "payloadBytes", row);
        require(
                offset >= 0 && bytes >= 0 && offset <= log.payload().size() - bytes,
                table,
                row,
                "its bytes lie inside the payload");
    }

    private static long get(Table table, String column, int row) {
        return table.column(column).get(row);
    }

    private void require(boolean holds, Table table, int row, String rule) {
        if (!holds) {
            throw new InputException(
                    "%s: %s, row %d breaks a rule of logs: %s".formatted(where, table.name(), row, rule));
        }
    }
}
