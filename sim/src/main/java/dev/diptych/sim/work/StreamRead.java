package dev.diptych.sim.work;

import com.google.auto.service.AutoService;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Slice;
import dev.diptych.model.work.WorkProfile;
import java.util.List;
import java.util.Set;

/** {@code stream_read} of {@code stream.cu}: reads an array of floats. */
@AutoService(KernelWork.class)
public final class StreamRead implements KernelWork {
    private static final StreamLoops LOOPS = new StreamLoops(4, 62, 39, 12, 12);

    @Override
    public String name() {
        return "stream/stream_read";
    }

    @Override
    public String summary() {
        return "reads an array of floats";
    }

    @Override
    public None defaults() {
        return new None();
    }

    @Override
    public WorkProfile profile(Launch launch, GpuSpec gpu, KnownBytes bytes) {
        LaunchArgs args = new LaunchArgs(this, launch, 3);
        long count = args.count(2, "count");
        Slice in = args.array(0, "in", count, StreamLoops.FLOAT_BYTES, StreamLoops.FLOAT_BYTES);
        args.checkOptionalAddress(1, "sink");
        return LOOPS.profile(launch, gpu, List.of(in), List.of(), count);
    }

    @Override
    public Set<Integer> readOnlyArgs() {
        return Set.of(0, 1);
    }
}
