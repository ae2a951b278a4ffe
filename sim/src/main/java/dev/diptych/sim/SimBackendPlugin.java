package dev.diptych.sim;

import com.google.auto.service.AutoService;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.run.Backend;
import dev.diptych.model.run.BackendPlugin;
import dev.diptych.sim.work.KernelWork;

/** The simulated panel. */
@SuppressWarnings("rawtypes") // A class literal cannot name the settings.
@AutoService(BackendPlugin.class)
public final class SimBackendPlugin implements BackendPlugin<SimSettings> {
    @Override
    public String name() {
        return "sim";
    }

    @Override
    public String summary() {
        return "discrete-event simulation of multiprocessors, memories, links and the host; same results on every machine";
    }

    @Override
    public SimSettings defaults() {
        return SimSettings.DEFAULTS;
    }

    @Override
    public Backend open(Platform platform, long seed, SimSettings settings) {
        return new SimBackend(platform, seed, settings, Plugins.all(KernelWork.class));
    }
}
