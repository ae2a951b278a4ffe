package dev.diptych.sim.work;

import com.google.auto.service.AutoService;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Slice;
import dev.diptych.model.work.WorkProfile;
import java.util.List;
import java.util.Set;

/** {@code stream_write} of {@code stream.cu}: writes one value to an array of floats. */
@AutoService(KernelWork.class)
public final class StreamWrite implements KernelWork {
    private static final StreamLoops LOOPS = new StreamLoops(4, 57, 15, 6, 9);

    @Override
    public String name() {
        return "stream/stream_write";
    }

    @Override
    public String summary() {
        return "writes one value to an array of floats";
    }

    @Override
    public None defaults() {
        return new None();
    }

    @Override
    public WorkProfile profile(Launch launch, GpuSpec gpu, KnownBytes bytes) {
        LaunchArgs args = new LaunchArgs(this, launch, 3);
        long count = args.count(2, "count");
        Slice out = args.array(0, "out", count, StreamLoops.FLOAT_BYTES, StreamLoops.FLOAT_BYTES);
        args.checkFloat(1, "value");
        return LOOPS.profile(launch, gpu, List.of(), List.of(out), count);
    }

    @Override
    public Set<Integer> readOnlyArgs() {
        return Set.of();
    }
}
