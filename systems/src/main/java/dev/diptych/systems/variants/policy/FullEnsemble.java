package dev.diptych.systems.variants.policy;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.systems.Setting;
import dev.diptych.systems.variants.Fleet;
import dev.diptych.systems.variants.Objective;
import dev.diptych.systems.variants.Replica;
import dev.diptych.systems.variants.Request;
import dev.diptych.systems.variants.VariantPolicy;
import dev.diptych.systems.variants.VariantPolicyPlugin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All variants that are fast enough vote on each request, as Clipper's ensembles do (Crankshaw et al., NSDI 2017, section 5) and as Cocktail takes for
 * comparison. Each has a number of replicas that stays.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(VariantPolicyPlugin.class)
public final class FullEnsemble implements VariantPolicyPlugin<FullEnsemble.Settings> {
    /**
     * On how many GPUs they answer.
     *
     * @param replicas of each variant
     */
    public record Settings(int replicas) {}

    @Override
    public String name() {
        return "full-ensemble";
    }

    @Override
    public String summary() {
        return "all variants that are fast enough vote, each on so many GPUs (Clipper)";
    }

    @Override
    public Settings defaults() {
        return new Settings(1);
    }

    @Override
    public VariantPolicy policy(Settings settings, Fleet fleet) {
        Setting.atLeast(1, "replicas", settings.replicas());
        List<Integer> used = new ArrayList<>();
        for (int variant = 0; variant < fleet.variants().size(); variant++) {
            for (Objective objective : fleet.objectives()) {
                if (!used.contains(variant) && isFast(fleet, variant, objective)) {
                    used.add(variant);
                }
            }
        }
        if ((long) used.size() * settings.replicas() > fleet.freeGpus()) {
            throw new InputException("%d replicas of each of %d variants take more than the platform's %d GPUs"
                    .formatted(settings.replicas(), used.size(), fleet.freeGpus()));
        }
        for (int variant : used) {
            for (int i = 0; i < settings.replicas(); i++) {
                fleet.start(variant);
            }
        }
        return new Policy(fleet, used);
    }

    private static boolean isFast(Fleet fleet, int variant, Objective objective) {
        return fleet.variants().get(variant).latencyMillis(objective.inputs()) <= objective.latencyMillis();
    }

    private record Policy(Fleet fleet, List<Integer> used) implements VariantPolicy {
        @Override
        public List<Replica> route(Request request) {
            List<Replica> members = new ArrayList<>();
            for (int variant : used) {
                if (isFast(fleet, variant, request.objective())) {
                    fleet.replicas().stream()
                            .filter(replica -> replica.variant() == variant)
                            .min(Comparator.comparingInt(Replica::load))
                            .ifPresent(members::add);
                }
            }
            return members;
        }

        @Override
        public void onTick() {}
    }
}
