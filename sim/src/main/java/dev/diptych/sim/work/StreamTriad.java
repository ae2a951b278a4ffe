package dev.diptych.sim.work;

import com.google.auto.service.AutoService;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Slice;
import dev.diptych.model.work.WorkProfile;
import java.util.List;
import java.util.Set;

/** {@code stream_triad} of {@code stream.cu}: adds an array and a multiple of another, as floats. */
@AutoService(KernelWork.class)
public final class StreamTriad implements KernelWork {
    private static final StreamLoops LOOPS = new StreamLoops(2, 69, 26, 14, 14);

    @Override
    public String name() {
        return "stream/stream_triad";
    }

    @Override
    public String summary() {
        return "adds an array and a multiple of another, as floats";
    }

    @Override
    public None defaults() {
        return new None();
    }

    @Override
    public WorkProfile profile(Launch launch, GpuSpec gpu, KnownBytes bytes) {
        LaunchArgs args = new LaunchArgs(this, launch, 5);
        long count = args.count(4, "count");
        Slice out = args.array(0, "out", count, StreamLoops.FLOAT_BYTES, StreamLoops.FLOAT_BYTES);
        Slice b = args.array(1, "b", count, StreamLoops.FLOAT_BYTES, StreamLoops.FLOAT_BYTES);
        Slice c = args.array(2, "c", count, StreamLoops.FLOAT_BYTES, StreamLoops.FLOAT_BYTES);
        args.checkFloat(3, "scalar");
        return LOOPS.profile(launch, gpu, List.of(b, c), List.of(out), count);
    }

    @Override
    public Set<Integer> readOnlyArgs() {
        return Set.of(1, 2);
    }
}
