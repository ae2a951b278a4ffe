package dev.diptych.systems.serving;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.plugin.Selected;
import dev.diptych.model.run.Program;
import dev.diptych.model.run.SystemPlugin;
import dev.diptych.systems.Setting;
import dev.diptych.systems.serving.scheduler.SchedulerPlugin;
import dev.diptych.systems.serving.workload.Blueprint;
import dev.diptych.systems.serving.workload.ModelSource;
import java.util.List;

/** Models that are served by one GPU: Paella (Ng, Demoulin, Liu, SOSP 2023) and what it is compared with. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SystemPlugin.class)
public final class ServingSystem implements SystemPlugin<ServingSettings> {
    /** A year; nanoseconds of it fit into 63 bits many times. */
    private static final double MOST_MILLIS = 3.2e10;

    @Override
    public String name() {
        return "serving";
    }

    @Override
    public String summary() {
        return "models that one GPU serves, under a scheduler";
    }

    @Override
    public ServingSettings defaults() {
        return ServingSettings.DEFAULTS;
    }

    @Override
    public boolean servesAlike() {
        return false;
    }

    @Override
    public Program program(ServingSettings settings) {
        if (settings.models().isEmpty()) {
            throw new InputException("setting 'models' is empty; at least one is served");
        }
        Setting.atLeast(0, "warmUps", settings.warmUps());
        Setting.atLeast(0, "watchdogMillis", settings.watchdogMillis());
        Setting.atMost((long) MOST_MILLIS, "watchdogMillis", settings.watchdogMillis());
        List<Blueprint> blueprints =
                settings.models().stream().map(ServingSystem::blueprint).toList();
        Selected<SchedulerPlugin> scheduler = Selected.of(SchedulerPlugin.class, "scheduler", settings.scheduler());
        return host -> new Serving(host, settings, blueprints, scheduler);
    }

    @SuppressWarnings("unchecked") // Selected pairs a plugin with its own settings.
    private static Blueprint blueprint(ServingSettings.Model model) {
        Setting.atLeast(1, "instances", model.instances().orElse(1));
        double deadlineMillis = model.deadlineMillis().orElse(1.0);
        if (!(deadlineMillis > 0 && deadlineMillis <= MOST_MILLIS)) {
            throw new InputException("setting 'deadlineMillis' is %s; it should be above 0 and at most %s"
                    .formatted(deadlineMillis, MOST_MILLIS));
        }
        Selected<ModelSource> source = Selected.of(ModelSource.class, "source of models", model.source());
        return source.plugin().blueprint(source.settings());
    }
}
