package dev.diptych.systems.variants;

import dev.diptych.model.plugin.Plugin;

/** A policy over variants, by name. */
public interface VariantPolicyPlugin<S extends Record> extends Plugin<S> {
    /**
     * Returns a policy at the beginning of a run. Replicas that it starts now are loaded before the first request.
     *
     * @throws dev.diptych.model.InputException when a setting is out of range
     */
    VariantPolicy policy(S settings, Fleet fleet);
}
