package dev.diptych.systems.embedding;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.Slice;
import dev.diptych.model.op.Write;
import dev.diptych.model.run.Host;
import dev.diptych.systems.plan.NativeKernel;
import java.util.ArrayList;
import java.util.List;

/**
 * UGache's factored extraction: keys go to a queue for each source ({@code bucketing.cu}), and each source is served by multiprocessors of its
 * own, the rest of whose time goes to local rows ({@code extraction.cu}). Two launches and no wait of the host.
 */
public final class FactoredExtractor implements Extractor {
    private static final int BUCKETING_THREADS = 512;
    private static final int BUCKETING_BLOCKS_PER_SM = 3;
    private static final int EXTRACTION_THREADS = 1024;

    private static final int QUEUES = 64;
    /** Those that are left for the host's table when there are as many sources as there may be, and one queue is for unknown keys. */
    private static final int MOST_REGIONS = QUEUES - Sources.MOST;

    /** As much of the host's memory as a GPU reads all over without waiting for the translation of addresses (docs/embedding.md), with room to spare. */
    public static final long REGION_BYTES = 1 << 29;
    // The arrays of queues.cuh.
    private static final int QUEUES_BYTES = QUEUES * Long.BYTES;
    private static final int TALLIES_BYTES = 3 * QUEUES_BYTES;
    private static final int PROGRESS_BYTES = 2 * QUEUES_BYTES + Long.BYTES;

    private final Gpu gpu;
    private final Directory directory;
    private final Sources sources;
    private final Roles roles;
    private final int rowBytes;
    private final long mostKeys;
    private final Buffer rows;
    private final Buffer targets;
    private final Buffer tallies;
    private final Buffer progress;
    private final Buffer roleTable;
    private final Buffer mostWarps;
    private final int regions;
    private final int regionBits;
    private int batches;

    /**
     * One for a GPU.
     *
     * @param mostKeys of a batch
     * @param regionBytes of the host's table, which are read one after the other
     */
    public FactoredExtractor(
            Host host,
            Gpu gpu,
            Directory directory,
            Sources sources,
            Roles roles,
            int rowBytes,
            long mostKeys,
            long regionBytes) {
        if (mostKeys < 1 || mostKeys > 1L << Integer.SIZE) {
            throw new InputException("a batch has 1 to 2^32 keys, not %d".formatted(mostKeys));
        }
        this.gpu = gpu;
        this.directory = directory;
        this.sources = sources;
        this.roles = roles;
        this.rowBytes = rowBytes;
        this.mostKeys = mostKeys;
        long hostBytes = sources.host().bytes();
        int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(regionBytes / rowBytes, 1)) - 1;
        while (((hostBytes / rowBytes) >> bits) >= MOST_REGIONS) {
            bits++;
        }
        this.regionBits = bits;
        this.regions = 1 + (int) ((hostBytes / rowBytes - 1) >> bits);
        long entries = mostKeys * queues();
        this.rows = host.allocate(gpu, entries * Long.BYTES);
        this.targets = host.allocate(gpu, entries * Integer.BYTES);
        this.tallies = host.allocate(gpu, TALLIES_BYTES);
        this.progress = host.allocate(gpu, PROGRESS_BYTES);
        this.roleTable = host.allocate(gpu, (long) roles.sms() * Integer.BYTES);
        this.mostWarps = host.allocate(gpu, (long) Sources.MOST * Integer.BYTES);
    }

    @Override
    public List<Op> setUp() {
        return List.of(
                zeros(tallies),
                zeros(progress),
                new Write(roles.table(), roleTable.all()),
                new Write(roles.mostWarps(), mostWarps.all()));
    }

    @Override
    public List<Op> extract(Slice keys, Slice out) {
        long keyCount = keys.bytes() / Long.BYTES;
        if (keyCount > mostKeys) {
            throw new IllegalArgumentException("%d keys in a batch of at most %d".formatted(keyCount, mostKeys));
        }
        int batch = batches++ % 2;
        return List.of(bucketing(keys, keyCount, batch), extraction(out, keyCount, batch));
    }

    /** Returns where the device counts the rows of each queue, of all batches so far: the sources', the host's by region, and unknown keys; 8 bytes each. */
    public Slice served() {
        return tallies.slice(2 * QUEUES_BYTES, (long) queues() * Long.BYTES);
    }

    /** Returns where the last batch's number of unknown keys is, 8 bytes, until the next batch. */
    public Slice unknownCount() {
        int batch = (batches - 1) % 2;
        return tallies.slice((long) batch * QUEUES_BYTES + (queues() - 1L) * Long.BYTES, Long.BYTES);
    }

    /** Returns where the last batch's unknown keys are, in any order, until the next batch; the first {@code most} of them, 8 bytes each. */
    public Slice unknownKeys(long keyCount, int most) {
        return rows.slice((queues() - 1L) * keyCount * Long.BYTES, Math.min(most, keyCount) * Long.BYTES);
    }

    /** One for each source, but for the host as many as its table has regions, and one for unknown keys. */
    private int queues() {
        return sources.count() + regions;
    }

    private static Launch zeros(Buffer buffer) {
        return new Launch(
                NativeKernel.of("fill", "fill_zeros"),
                Dim.of(1),
                Dim.of(128),
                List.of(new Arg.Address(buffer.all()), new Arg.I64(buffer.bytes())));
    }

    private Launch bucketing(Slice keys, long keyCount, int batch) {
        List<Arg> args = new ArrayList<>(List.of(
                new Arg.Address(rows.all()),
                new Arg.Address(targets.all()),
                new Arg.Address(tallies.all()),
                new Arg.I32(batch),
                new Arg.Address(keys)));
        args.add(new Arg.I64(keyCount));
        args.addAll(directory.args());
        args.addAll(List.of(new Arg.I32(sources.count()), new Arg.I32(regions), new Arg.I32(regionBits)));
        return new Launch(
                NativeKernel.of("bucketing", "bucket_keys"),
                Dim.of(BUCKETING_BLOCKS_PER_SM * roles.sms()),
                Dim.of(BUCKETING_THREADS),
                args);
    }

    private Launch extraction(Slice out, long keyCount, int batch) {
        List<Arg> args = new ArrayList<>(List.of(
                new Arg.Address(out),
                new Arg.Address(rows.all()),
                new Arg.Address(targets.all()),
                new Arg.Address(tallies.slice((long) batch * QUEUES_BYTES, QUEUES_BYTES)),
                new Arg.Address(progress.all()),
                new Arg.I64(keyCount),
                new Arg.I32(rowBytes),
                new Arg.I32(sources.count()),
                new Arg.I32(regions),
                new Arg.I32(gpu.index()),
                new Arg.Address(roleTable.all()),
                new Arg.I32(roles.sms()),
                new Arg.Address(mostWarps.all())));
        args.addAll(sources.args());
        return new Launch(
                NativeKernel.of("extraction", "extract_factored"),
                Dim.of(roles.sms()),
                Dim.of(EXTRACTION_THREADS),
                args);
    }
}
