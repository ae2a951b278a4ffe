package dev.diptych.systems.embedding;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.ReadBack;
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
    private static final int EXTRACTION_THREADS = 1024;

    /** As much of the host's memory as a GPU reads all over without waiting for the translation of addresses (docs/embedding.md), with room to spare. */
    public static final long REGION_BYTES = 1 << 29;
    /** Of queues.cuh. */
    private static final int PROGRESS_BYTES = 2 * KeyQueues.QUEUES_BYTES + Long.BYTES;

    private final Gpu gpu;
    private final Sources sources;
    private final Roles roles;
    private final int rowBytes;
    private final KeyQueues queues;
    private final Buffer progress;
    private final Buffer roleTable;
    private final Buffer mostWarps;

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
        this.gpu = gpu;
        this.sources = sources;
        this.roles = roles;
        this.rowBytes = rowBytes;
        this.queues = new KeyQueues(host, gpu, directory, sources, rowBytes, mostKeys, regionBytes);
        this.progress = host.allocate(gpu, PROGRESS_BYTES);
        this.roleTable = host.allocate(gpu, (long) roles.sms() * Integer.BYTES);
        this.mostWarps = host.allocate(gpu, (long) Sources.MOST * Integer.BYTES);
    }

    @Override
    public List<Op> setUp() {
        return List.of(
                queues.setUp(),
                Zeros.in(progress.all()),
                new Write(roles.table(), roleTable.all()),
                new Write(roles.mostWarps(), mostWarps.all()));
    }

    @Override
    public List<Op> extract(Slice keys, Slice out) {
        // In this order: the extraction takes what the bucketing filled last.
        Launch bucketing = queues.fill(keys);
        return List.of(bucketing, extraction(out, keys.bytes() / Long.BYTES));
    }

    @Override
    public List<Op> tell(Slice keys) {
        return List.of(new ReadBack(queues.counts()));
    }

    /** Returns where the device counts the rows of each queue, of all batches so far: the sources', the host's by region, and unknown keys; 8 bytes each. */
    public Slice served() {
        return queues.served();
    }

    /**
     * Returns where the device has counted the last batch's rows, until the next batch: of each source, the host's by region, and unknown keys; 8 bytes
     * each.
     */
    public Slice counts() {
        return queues.counts();
    }

    /** Returns where the last batch's unknown keys are, in any order, until the next batch; the first {@code most} of them, 8 bytes each. */
    public Slice unknownKeys(long keyCount, int most) {
        return queues.rows(queues.unknown(), keyCount, Math.min(most, keyCount));
    }

    private Launch extraction(Slice out, long keyCount) {
        List<Arg> args = new ArrayList<>(List.of(
                new Arg.Address(out),
                new Arg.Address(queues.rows()),
                new Arg.Address(queues.targets()),
                new Arg.Address(queues.tally()),
                new Arg.Address(progress.all()),
                new Arg.I64(keyCount),
                new Arg.I32(rowBytes),
                new Arg.I32(sources.count()),
                new Arg.I32(queues.regions()),
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
