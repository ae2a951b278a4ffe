package dev.diptych.systems.variants;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.plugin.Selected;
import dev.diptych.model.run.Program;
import dev.diptych.model.run.SystemPlugin;
import dev.diptych.systems.Setting;
import dev.diptych.traces.variants.VariantProfiles;

/** Variants of a model on a fleet of GPUs, each replica on one of its own, in the times of their profiles: what INFaaS and Cocktail decide about. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SystemPlugin.class)
public final class VariantsSystem implements SystemPlugin<VariantsSettings> {
    private static final long MOST_TICK_MILLIS = 3_600_000;

    @Override
    public String name() {
        return "serving-variants";
    }

    @Override
    public String summary() {
        return "variants of a model on a fleet of GPUs, chosen and scaled by a policy";
    }

    @Override
    public VariantsSettings defaults() {
        return VariantsSettings.DEFAULTS;
    }

    @Override
    public boolean servesAlike() {
        return false;
    }

    @Override
    public Program program(VariantsSettings settings) {
        Setting.atLeast(1, "tickMillis", settings.tickMillis());
        Setting.atMost(MOST_TICK_MILLIS, "tickMillis", settings.tickMillis());
        if (!(settings.correlation() >= 0 && settings.correlation() <= 1)) {
            throw new InputException(
                    "setting 'correlation' is %s; it should be from 0 to 1".formatted(settings.correlation()));
        }
        if (settings.objectives().isEmpty()) {
            throw new InputException("setting 'objectives' is empty; requests of kind 0 have the first");
        }
        for (Objective objective : settings.objectives()) {
            Setting.atLeast(1, "inputs", objective.inputs());
            if (!(objective.accuracy() >= 0 && objective.accuracy() <= 1 && objective.latencyMillis() > 0)) {
                throw new InputException("objective '%s': accuracy %s is from 0 to 1, latencyMillis %s above 0"
                        .formatted(objective.name(), objective.accuracy(), objective.latencyMillis()));
            }
        }
        VariantProfiles profiles = VariantProfiles.read(settings.profiles());
        Selected<VariantPolicyPlugin> policy =
                Selected.of(VariantPolicyPlugin.class, "policy over variants", settings.policy());
        return host -> new VariantServing(host, settings, profiles, policy);
    }
}
