package dev.diptych.systems.embedding;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.op.Slice;
import dev.diptych.model.run.Host;
import dev.diptych.systems.plan.NativeKernel;
import java.util.ArrayList;
import java.util.List;

/**
 * One kernel that takes the keys as they come and loads each row from wherever it lies: {@code mixed.cu}, the naive peer access that UGache
 * compares itself with.
 *
 * @param sms of the GPU
 * @param found where the GPU counts, 8 bytes for each source and for unknown keys
 */
public record MixedExtractor(Directory directory, Sources sources, int rowBytes, int sms, Buffer found)
        implements Extractor {
    private static final int THREADS = 256;
    /** As many threads reside on a multiprocessor as the kernel's registers allow. */
    private static final int BLOCKS_PER_SM = 4;

    /** Returns one for a GPU, as large as the GPU is. */
    static MixedExtractor on(Host host, Gpu gpu, Directory directory, Sources sources, int rowBytes) {
        int sms = host.platform().spec(gpu).sms();
        Buffer found = host.allocate(gpu, (sources.count() + 1L) * Long.BYTES);
        return new MixedExtractor(directory, sources, rowBytes, sms, found);
    }

    @Override
    public List<Op> setUp() {
        return List.of();
    }

    @Override
    public List<Op> extract(Slice keys, Slice out) {
        List<Arg> args = new ArrayList<>(
                List.of(new Arg.Address(out), new Arg.Address(keys), new Arg.I64(keys.bytes() / Long.BYTES)));
        args.addAll(directory.args());
        args.add(new Arg.I32(rowBytes));
        args.add(new Arg.I32(sources.count()));
        args.addAll(sources.args());
        return List.of(new Launch(
                NativeKernel.of("mixed", "extract_mixed"), Dim.of(BLOCKS_PER_SM * sms), Dim.of(THREADS), args));
    }

    @Override
    public List<Op> tell(Slice keys) {
        List<Arg> args = new ArrayList<>(
                List.of(new Arg.Address(found.all()), new Arg.Address(keys), new Arg.I64(keys.bytes() / Long.BYTES)));
        args.addAll(directory.args());
        args.add(new Arg.I32(sources.count()));
        return List.of(
                Zeros.in(found.all()),
                new Launch(NativeKernel.of("found", "count_found"), Dim.of(sms), Dim.of(THREADS), args),
                new ReadBack(found.all()));
    }
}
