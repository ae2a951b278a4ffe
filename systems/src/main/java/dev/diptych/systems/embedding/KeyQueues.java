package dev.diptych.systems.embedding;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Slice;
import dev.diptych.model.run.Host;
import dev.diptych.systems.plan.NativeKernel;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys of a batch, by the memory that their rows are read from: a queue for each source, but for the host as many as its table has regions, and one
 * for unknown keys behind them all. {@code bucketing.cu} fills them, {@code queues.cuh} has the layout.
 */
final class KeyQueues {
    private static final int THREADS = 512;
    private static final int BLOCKS_PER_SM = 3;

    private static final int QUEUES = 64;
    /** Those that are left for the host's table when there are as many sources as there may be, and one queue is for unknown keys. */
    private static final int MOST_REGIONS = QUEUES - Sources.MOST;

    /** A counter for each queue, 8 bytes each. */
    static final int QUEUES_BYTES = QUEUES * Long.BYTES;

    private static final int TALLIES_BYTES = 3 * QUEUES_BYTES;

    private final Directory directory;
    private final int sources;
    private final int sms;
    private final long mostKeys;
    private final Buffer rows;
    private final Buffer targets;
    private final Buffer tallies;
    private final int regions;
    private final int regionBits;
    private int batches;

    /**
     * Queues of a GPU.
     *
     * @param mostKeys of a batch
     * @param regionBytes of the host's table, which have a queue of their own
     */
    KeyQueues(Host host, Gpu gpu, Directory directory, Sources sources, int rowBytes, long mostKeys, long regionBytes) {
        if (mostKeys < 1 || mostKeys > 1L << Integer.SIZE) {
            throw new InputException("a batch has 1 to 2^32 keys, not %d".formatted(mostKeys));
        }
        this.directory = directory;
        this.sources = sources.count();
        this.sms = host.platform().spec(gpu).sms();
        this.mostKeys = mostKeys;
        long hostRows = sources.host().bytes() / rowBytes;
        int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(regionBytes / rowBytes, 1)) - 1;
        while ((hostRows >> bits) >= MOST_REGIONS) {
            bits++;
        }
        this.regionBits = bits;
        this.regions = 1 + (int) ((hostRows - 1) >> bits);
        this.rows = host.allocate(gpu, mostKeys * count() * Long.BYTES);
        this.targets = host.allocate(gpu, mostKeys * count() * Integer.BYTES);
        this.tallies = host.allocate(gpu, TALLIES_BYTES);
    }

    /** Returns what is to be done once, before the first batch. */
    Launch setUp() {
        return Zeros.in(tallies.all());
    }

    /** Returns what fills the queues. */
    Launch fill(Slice keys) {
        long keyCount = keys.bytes() / Long.BYTES;
        if (keyCount > mostKeys) {
            throw new IllegalArgumentException("%d keys in a batch of at most %d".formatted(keyCount, mostKeys));
        }
        List<Arg> args = new ArrayList<>(List.of(
                new Arg.Address(rows.all()),
                new Arg.Address(targets.all()),
                new Arg.Address(tallies.all()),
                new Arg.I32(batches++ % 2),
                new Arg.Address(keys),
                new Arg.I64(keyCount)));
        args.addAll(directory.args());
        args.addAll(List.of(new Arg.I32(sources), new Arg.I32(regions), new Arg.I32(regionBits)));
        return new Launch(
                NativeKernel.of("bucketing", "bucket_keys"), Dim.of(BLOCKS_PER_SM * sms), Dim.of(THREADS), args);
    }

    /** Returns how many queues there are. */
    int count() {
        return sources + regions;
    }

    int regions() {
        return regions;
    }

    /** Returns the queue of unknown keys. */
    int unknown() {
        return count() - 1;
    }

    /** Returns the rows of all queues, each with room for the whole batch. */
    Slice rows() {
        return rows.all();
    }

    /** Returns where rows of all queues go to. */
    Slice targets() {
        return targets.all();
    }

    /** Returns the first entries of a queue: rows of its source, or unknown keys; 8 bytes each. */
    Slice rows(int queue, long keyCount, long entries) {
        return rows.slice(queue * keyCount * Long.BYTES, entries * Long.BYTES);
    }

    /** Returns to which rows of the batch the first entries of a queue go, 4 bytes each. */
    Slice targets(int queue, long keyCount, long entries) {
        return targets.slice(queue * keyCount * Integer.BYTES, entries * Integer.BYTES);
    }

    /** Returns the entries of each queue of the last batch, until the next one; 8 bytes each, for all queues that there could be. */
    Slice tally() {
        return tallies.slice((batches - 1) % 2 * (long) QUEUES_BYTES, QUEUES_BYTES);
    }

    /** Returns the part of {@link #tally()} that has queues. */
    Slice counts() {
        return tallies.slice((batches - 1) % 2 * (long) QUEUES_BYTES, (long) count() * Long.BYTES);
    }

    /** Returns the entries of each queue, of all batches so far; 8 bytes each. */
    Slice served() {
        return tallies.slice(2L * QUEUES_BYTES, (long) count() * Long.BYTES);
    }
}
