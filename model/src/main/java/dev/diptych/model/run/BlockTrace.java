package dev.diptych.model.run;

import dev.diptych.model.table.Varints;
import java.util.ArrayList;
import java.util.List;

/**
 * Where and when each block of a run's launches ran, in the order in which they ended: columns of small numbers, about six bytes a block.
 *
 * <p>Whose block it was, the {@link RunLog} says by the operation. A simulator has a trace if it was asked to; a GPU has none.
 */
public final class BlockTrace {
    /** Since the last block's end, which is never later. */
    private final Varints endNanos;
    /** From the block's placement to its end. */
    private final Varints durationNanos;

    private final Varints sms;
    /** By how much the operation's id differs from the last block's. */
    private final Varints ops;

    private long count;
    private long lastEndNanos;
    private long lastOp;

    /** A trace without blocks. */
    public BlockTrace() {
        this(new Varints(), new Varints(), new Varints(), new Varints());
    }

    private BlockTrace(Varints endNanos, Varints durationNanos, Varints sms, Varints ops) {
        this.endNanos = endNanos;
        this.durationNanos = durationNanos;
        this.sms = sms;
        this.ops = ops;
    }

    /**
     * Returns the trace whose columns these are, in the order of {@link #columns}.
     *
     * @throws IllegalArgumentException when they do not hold so many blocks, or a block has a time or a place that none can have
     */
    public static BlockTrace of(long count, List<Varints> columns) {
        if (columns.size() != 4) {
            throw new IllegalArgumentException("a trace has 4 columns, not " + columns.size());
        }
        BlockTrace trace = new BlockTrace(columns.get(0), columns.get(1), columns.get(2), columns.get(3));
        trace.count = count;
        Cursor cursor = trace.cursor();
        while (cursor.next()) {
            if (cursor.op < 0
                    || cursor.sm != cursor.sm()
                    || cursor.sm < 0
                    || cursor.durationNanos < 0
                    || cursor.startNanos() < 0) {
                throw new IllegalArgumentException("block %d of the trace: operation %d on SM %d, from %d ns for %d ns"
                        .formatted(cursor.read - 1, cursor.op, cursor.sm, cursor.startNanos(), cursor.durationNanos));
            }
            if (cursor.endNanos < trace.lastEndNanos) {
                throw new IllegalArgumentException(
                        "block %d of the trace ends before the one in front of it".formatted(cursor.read - 1));
            }
            trace.lastEndNanos = cursor.endNanos;
            trace.lastOp = cursor.op;
        }
        if (!cursor.isAtEnd()) {
            throw new IllegalArgumentException("the trace has more than the %d blocks that it claims".formatted(count));
        }
        return trace;
    }

    /** Returns one trace of the blocks of several, by the times of their ends, and at equal times in the order of the traces. */
    public static BlockTrace merged(List<BlockTrace> traces) {
        if (traces.size() == 1) {
            return traces.get(0);
        }
        BlockTrace merged = new BlockTrace();
        List<Cursor> cursors = new ArrayList<>();
        for (BlockTrace trace : traces) {
            Cursor cursor = trace.cursor();
            if (cursor.next()) {
                cursors.add(cursor);
            }
        }
        while (!cursors.isEmpty()) {
            Cursor first = cursors.get(0);
            for (Cursor cursor : cursors) {
                if (cursor.endNanos < first.endNanos) {
                    first = cursor;
                }
            }
            merged.add(first.op, first.sm(), first.startNanos(), first.endNanos);
            if (!first.next()) {
                cursors.remove(first);
            }
        }
        return merged;
    }

    /**
     * Adds a block that ends, no earlier than those before it.
     *
     * @param op the launch's id
     * @param sm its multiprocessor, by the index on the operation's GPU
     * @param startNanos when it was placed there, since the run began
     */
    public void add(long op, int sm, long startNanos, long end) {
        if (end < lastEndNanos || startNanos > end) {
            throw new IllegalStateException("a block from %d to %d ns is traced after one that ended at %d ns"
                    .formatted(startNanos, end, lastEndNanos));
        }
        endNanos.add(end - lastEndNanos);
        durationNanos.add(end - startNanos);
        sms.add(sm);
        ops.addSigned(op - lastOp);
        lastEndNanos = end;
        lastOp = op;
        count++;
    }

    /** Returns how many blocks it has. */
    public long count() {
        return count;
    }

    /** Returns the columns as files hold them: ends since the last block's, durations, multiprocessors, operations less the last block's. */
    public List<Varints> columns() {
        return List.of(endNanos, durationNanos, sms, ops);
    }

    /** Returns a cursor before the first block. */
    public Cursor cursor() {
        return new Cursor(this);
    }

    /** Goes through the blocks in the order in which they ended. */
    public static final class Cursor {
        private final long count;
        private final Varints.Reader ends;
        private final Varints.Reader durations;
        private final Varints.Reader smIndices;
        private final Varints.Reader opDifferences;
        private long read;
        private long endNanos;
        private long durationNanos;
        private long sm;
        private long op;

        private Cursor(BlockTrace trace) {
            count = trace.count;
            ends = trace.endNanos.reader();
            durations = trace.durationNanos.reader();
            smIndices = trace.sms.reader();
            opDifferences = trace.ops.reader();
        }

        /** Goes to the next block; returns whether there is one. */
        public boolean next() {
            if (read == count) {
                return false;
            }
            read++;
            endNanos += ends.next();
            durationNanos = durations.next();
            sm = smIndices.next();
            op += opDifferences.nextSigned();
            return true;
        }

        private boolean isAtEnd() {
            return ends.isAtEnd() && durations.isAtEnd() && smIndices.isAtEnd() && opDifferences.isAtEnd();
        }

        /** Returns the id of the launch. */
        public long op() {
            return op;
        }

        /** Returns the multiprocessor, by its index on the launch's GPU. */
        public int sm() {
            return (int) sm;
        }

        /** Returns when the block was placed. */
        public long startNanos() {
            return endNanos - durationNanos;
        }

        /** Returns when it ended. */
        public long endNanos() {
            return endNanos;
        }
    }
}
