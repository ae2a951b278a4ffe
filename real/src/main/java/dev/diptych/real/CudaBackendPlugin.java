package dev.diptych.real;

import com.google.auto.service.AutoService;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.run.Backend;
import dev.diptych.model.run.BackendPlugin;

/** The real panel. */
@AutoService(BackendPlugin.class)
@SuppressWarnings("rawtypes") // A service is named by a class, which has no type arguments.
public final class CudaBackendPlugin implements BackendPlugin<CudaSettings> {
    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public String summary() {
        return "NVIDIA GPUs of this machine, through the CUDA driver";
    }

    @Override
    public CudaSettings defaults() {
        return CudaSettings.DEFAULTS;
    }

    @Override
    public Backend open(Platform platform, long seed, CudaSettings settings) {
        return new CudaBackend(Cuda.load(), platform, seed, settings);
    }
}
