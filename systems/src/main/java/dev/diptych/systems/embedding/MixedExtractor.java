package dev.diptych.systems.embedding;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.Slice;
import dev.diptych.systems.plan.NativeKernel;
import java.util.ArrayList;
import java.util.List;

/**
 * One kernel that takes the keys as they come and loads each row from wherever it lies: {@code mixed.cu}, the naive peer access that UGache
 * compares itself with.
 *
 * @param sms of the GPU
 */
public record MixedExtractor(Directory directory, Sources sources, int rowBytes, int sms) implements Extractor {
    private static final int THREADS = 256;
    /** As many threads reside on a multiprocessor as the kernel's registers allow. */
    private static final int BLOCKS_PER_SM = 4;

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
}
