package dev.diptych.systems.embedding.refresh;

import com.google.auto.service.AutoService;
import dev.diptych.model.run.Program;
import dev.diptych.model.run.SystemPlugin;

/** An embedding cache over all GPUs of a platform while what is read changes, and whatever keeps the cache worth having. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SystemPlugin.class)
public final class EmbeddingDrift implements SystemPlugin<DriftSettings> {
    @Override
    public String name() {
        return "embedding-drift";
    }

    @Override
    public String summary() {
        return "an embedding cache over all GPUs while what is read changes";
    }

    @Override
    public DriftSettings defaults() {
        return DriftSettings.DEFAULT;
    }

    @Override
    public Program program(DriftSettings settings) {
        return DriftProgram.of(settings, new Journal());
    }
}
