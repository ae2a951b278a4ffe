package dev.diptych.sim.work;

import com.google.auto.service.AutoService;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Launch;
import dev.diptych.model.work.WorkProfile;
import java.util.Set;

/** {@code directory_publish_rows} of {@code directory.cu}, with a dense directory. */
@AutoService(KernelWork.class)
public final class DirectoryPublishRows implements KernelWork {
    private static final Publishing WALK = new Publishing(33, 25, 110, 2 * Long.BYTES);

    @Override
    public String name() {
        return "directory/directory_publish_rows";
    }

    @Override
    public String summary() {
        return "says in which row each key's lies";
    }

    @Override
    public None defaults() {
        return new None();
    }

    @Override
    public Set<Integer> readOnlyArgs() {
        return Set.of(3, 6);
    }

    @Override
    public boolean covers(Launch launch) {
        return Publishing.covers(launch);
    }

    @Override
    public WorkProfile profile(Launch launch, Platform platform, Gpu gpu, KnownBytes bytes) {
        return WALK.profile(launch, new LaunchArgs(this, launch, Publishing.PARAMETERS), gpu);
    }
}
