package dev.diptych.systems.variants.policy;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.systems.Setting;
import dev.diptych.systems.variants.Fleet;
import dev.diptych.systems.variants.Replica;
import dev.diptych.systems.variants.Request;
import dev.diptych.systems.variants.VariantPolicy;
import dev.diptych.systems.variants.VariantPolicyPlugin;
import dev.diptych.traces.variants.Variant;
import java.util.Comparator;
import java.util.List;

/** One variant for all requests, with a number of replicas that stays: what users of a server decide who are not helped. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(VariantPolicyPlugin.class)
public final class FixedVariant implements VariantPolicyPlugin<FixedVariant.Settings> {
    /**
     * What answers, and on how many GPUs.
     *
     * @param variant by name
     */
    public record Settings(String variant, int replicas) {}

    @Override
    public String name() {
        return "fixed";
    }

    @Override
    public String summary() {
        return "one variant for all requests, on so many GPUs";
    }

    @Override
    public Settings defaults() {
        return new Settings("resnet50", 2);
    }

    @Override
    public VariantPolicy policy(Settings settings, Fleet fleet) {
        Setting.atLeast(1, "replicas", settings.replicas());
        Setting.atMost(fleet.freeGpus(), "replicas", settings.replicas());
        int variant = fleet.variants().stream().map(Variant::name).toList().indexOf(settings.variant());
        if (variant < 0) {
            throw new InputException("setting 'variant' is '%s'; known: %s"
                    .formatted(
                            settings.variant(),
                            fleet.variants().stream().map(Variant::name).toList()));
        }
        for (int i = 0; i < settings.replicas(); i++) {
            fleet.start(variant);
        }
        return new Policy(fleet);
    }

    private record Policy(Fleet fleet) implements VariantPolicy {
        @Override
        public List<Replica> route(Request request) {
            return fleet.replicas().stream()
                    .min(Comparator.comparingInt(Replica::load))
                    .map(List::of)
                    .orElse(List.of());
        }

        @Override
        public void onTick() {}
    }
}
