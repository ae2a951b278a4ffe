package dev.diptych.sim.work;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Launch;
import dev.diptych.model.plugin.Plugin;
import dev.diptych.model.work.WorkProfile;
import java.util.Set;

/** What a kernel does, in closed form: quicker than executing it, and held against its PTX by a test. */
public interface KernelWork extends Plugin<Plugin.None> {
    /** Returns the kernel, as {@code module/entry}; or {@code module} alone for all of its kernels that have no model of their own. */
    @Override
    String name();

    /**
     * Returns what a launch of the kernel does on a GPU of a platform. Its blocks go to this GPU's memory and to places that the launch's arguments name: on a
     * machine with several GPUs, any other is refused.
     *
     * @param bytes the contents of memory at the launch's turn in its stream, as far as they are known
     * @throws dev.diptych.model.InputException when the launch's arguments are not the kernel's, or contents that the work depends on are
     *     unknown
     */
    WorkProfile profile(Launch launch, Platform platform, Gpu gpu, KnownBytes bytes);

    /** Returns what of the platform the profile depends on: by default, the GPU. */
    default Record seen(Platform platform, Gpu gpu) {
        return platform.spec(gpu);
    }

    /** Returns whether the closed form holds for a launch; where it does not, the PTX is executed. */
    default boolean covers(Launch launch) {
        return true;
    }

    /** Returns the indices of the arguments whose memory the kernel only reads. */
    Set<Integer> readOnlyArgs();
}
