package dev.diptych.systems.variants.policy;

import com.google.auto.service.AutoService;
import dev.diptych.systems.Setting;
import dev.diptych.systems.variants.Fleet;
import dev.diptych.systems.variants.Objective;
import dev.diptych.systems.variants.Replica;
import dev.diptych.systems.variants.Request;
import dev.diptych.systems.variants.VariantPolicy;
import dev.diptych.systems.variants.VariantPolicyPlugin;
import dev.diptych.traces.variants.Variant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * INFaaS (Romero, Li, Yadwadkar, Kozyrakis, ATC 2021; {@code queryfe_server.cc} and {@code autoscaler.cc} of its artifact): one variant answers, chosen
 * among those that are accurate and fast enough by their profiles.
 *
 * <p>Choice: the first of them that runs and whose mean latency did not break the objective lately; else one that runs, with the least time to spare; else
 * the one that would answer first if it were started now. Of its replicas, the one that was sent the fewest requests lately.
 *
 * <p>Scaling, at each look and for each variant, with b inputs a request: a replica answers t = 1000 b / latency(b) inputs a second. What is lacking is load -
 * replicas t + 0.0002 replicas t load time, and as many replicas are started as that is t; a replica is stopped after {@code downTicks} looks at which one less
 * would have been enough.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(VariantPolicyPlugin.class)
public final class Infaas implements VariantPolicyPlugin<Infaas.Settings> {
    /**
     * How long it keeps what it does not need.
     *
     * @param downTicks looks in a row at which a replica was too many before it is stopped; 20 for GPUs in INFaaS
     */
    public record Settings(int downTicks) {}

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MILLIS_PER_SECOND = 1000;
    /** What a millisecond of loading adds to the load to be had in reserve, as a part of what runs. */
    private static final double RESERVE_PER_MILLI = 0.0002;

    @Override
    public String name() {
        return "infaas";
    }

    @Override
    public String summary() {
        return "one variant, the first that is accurate and fast enough; replicas by load (INFaaS)";
    }

    @Override
    public Settings defaults() {
        return new Settings(20);
    }

    @Override
    public VariantPolicy policy(Settings settings, Fleet fleet) {
        Setting.atLeast(1, "downTicks", settings.downTicks());
        return new Policy(fleet, settings.downTicks());
    }

    /** What was seen of a variant since the last look. */
    private static final class Seen {
        private int requests;
        private long inputs;
        private int parts;
        private double tookMillis;
        /** Of the parts before the last look. */
        private double meanMillis;

        private int tooMany;
    }

    private static final class Policy implements VariantPolicy {
        private final Fleet fleet;
        private final int downTicks;
        private final List<Seen> seen = new ArrayList<>();

        Policy(Fleet fleet, int downTicks) {
            this.fleet = fleet;
            this.downTicks = downTicks;
            fleet.variants().forEach(variant -> seen.add(new Seen()));
        }

        @Override
        public List<Replica> route(Request request) {
            Objective objective = request.objective();
            Replica replica = choose(objective);
            if (replica == null) {
                return List.of();
            }
            Seen variant = seen.get(replica.variant());
            variant.requests++;
            variant.inputs += objective.inputs();
            return List.of(replica);
        }

        private @Nullable Replica choose(Objective objective) {
            List<Integer> feasible = feasible(objective);
            Replica sparing = null;
            for (int variant : feasible) {
                Replica replica = leastSent(variant, Replica.State.READY);
                if (replica == null) {
                    continue;
                }
                if (seen.get(variant).meanMillis <= objective.latencyMillis()) {
                    return replica;
                }
                if (sparing == null || latency(variant, objective) > latency(sparing.variant(), objective)) {
                    sparing = replica;
                }
            }
            return sparing != null ? sparing : start(feasible, objective);
        }

        private List<Integer> feasible(Objective objective) {
            List<Integer> feasible = new ArrayList<>();
            for (int index = 0; index < fleet.variants().size(); index++) {
                if (fleet.variants().get(index).accuracy() >= objective.accuracy()
                        && latency(index, objective) <= objective.latencyMillis()) {
                    feasible.add(index);
                }
            }
            return feasible;
        }

        private double latency(int variant, Objective objective) {
            return fleet.variants().get(variant).latencyMillis(objective.inputs());
        }

        private @Nullable Replica leastSent(int variant, Replica.State state) {
            return fleet.replicas().stream()
                    .filter(replica -> replica.variant() == variant && replica.state() == state)
                    .min(Comparator.comparingInt(Replica::recent))
                    .orElse(null);
        }

        /** What is being loaded for an earlier request answers before what were started now. */
        private @Nullable Replica start(List<Integer> feasible, Objective objective) {
            for (int variant : feasible) {
                Replica loading = leastSent(variant, Replica.State.LOADING);
                if (loading != null) {
                    return loading;
                }
            }
            Comparator<Integer> soonest = Comparator.comparingDouble(
                    variant -> fleet.variants().get(variant).loadMillis() + latency(variant, objective));
            return feasible.stream().min(soonest).map(fleet::start).orElse(null);
        }

        @Override
        public void onPart(Request request, int variant, long tookNanos) {
            Seen of = seen.get(variant);
            of.parts++;
            of.tookMillis += tookNanos / NANOS_PER_MILLI;
        }

        @Override
        public void onTick() {
            for (int variant = 0; variant < seen.size(); variant++) {
                scale(variant);
                Seen of = seen.get(variant);
                of.meanMillis = of.parts == 0 ? 0 : of.tookMillis / of.parts;
                of.requests = 0;
                of.inputs = 0;
                of.parts = 0;
                of.tookMillis = 0;
            }
        }

        private void scale(int index) {
            List<Replica> replicas = fleet.replicas().stream()
                    .filter(replica -> replica.variant() == index)
                    .toList();
            if (replicas.isEmpty()) {
                return;
            }
            Seen of = seen.get(index);
            Variant variant = fleet.variants().get(index);
            double inputs = of.requests == 0 ? 1 : (double) of.inputs / of.requests;
            double perSecond = MILLIS_PER_SECOND / variant.latencyMillis(inputs) * inputs;
            double load = of.inputs / fleet.tickSeconds();
            double running = replicas.size() * perSecond;
            double lacking = load - running + RESERVE_PER_MILLI * running * variant.loadMillis();
            boolean isTooMany = load <= running - perSecond;
            of.tooMany = isTooMany ? of.tooMany + 1 : 0;
            if (lacking > 0) {
                for (int more = (int) Math.ceil(lacking / perSecond); more > 0 && fleet.freeGpus() > 0; more--) {
                    fleet.start(index);
                }
            } else if (of.tooMany >= downTicks) {
                of.tooMany = 0;
                fleet.stop(replicas.get(replicas.size() - 1));
            }
        }
    }
}
