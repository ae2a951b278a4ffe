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
import dev.diptych.traces.variants.Electorate;
import dev.diptych.traces.variants.Variant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Cocktail (Gunasekaran, Mishra, Thinakaran, Sharma, Kandemir, Das, NSDI 2022; {@code vote_based_scaling} of its artifact's {@code naiveSchedule.py}): an
 * ensemble for each kind of requests, whose members vote.
 *
 * <p>At first, candidates are variants whose latency exceeds the objective by no more than {@code marginMillis}, and the most accurate ones become members until
 * a trial of the ensemble reaches the accuracy that is wanted. At a look behind enough answers: if the share of right answers was above that by {@code accuracyMargin}, and the
 * majorities were larger than 51 % of the members by e >= 1 on average, the e members leave that were right least often; if it was below by as much, the most
 * accurate candidate joins.
 *
 * <p>A member has replicas for what it was sent since the last look, at the utilization that is aimed at; who is no member any more leaves at once. Cocktail
 * predicts the load and weighs it by a variant's part in the answers.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(VariantPolicyPlugin.class)
public final class Cocktail implements VariantPolicyPlugin<Cocktail.Settings> {
    /**
     * What it goes by.
     *
     * @param accuracyMargin between what is wanted and what makes an ensemble change
     * @param answers that an ensemble is judged by, at least: the artifact judges each window, in which thousands come
     * @param utilization of replicas that is aimed at
     * @param downTicks looks in a row at which a replica was too many before it is stopped
     * @param trials requests that an ensemble is tried on
     */
    public record Settings(
            double marginMillis, double accuracyMargin, int answers, double utilization, int downTicks, int trials) {}

    private static final double MILLIS_PER_SECOND = 1000;
    private static final double MAJORITY = 0.51;

    @Override
    public String name() {
        return "cocktail";
    }

    @Override
    public String summary() {
        return "an ensemble for each kind of requests, as large as their accuracy takes (Cocktail)";
    }

    @Override
    public Settings defaults() {
        return new Settings(10, 0.02, 1000, 0.8, 20, 2000);
    }

    @Override
    public VariantPolicy policy(Settings settings, Fleet fleet) {
        Setting.atLeast(1, "downTicks", settings.downTicks());
        Setting.atLeast(1, "trials", settings.trials());
        Setting.atLeast(1, "answers", settings.answers());
        if (!(settings.utilization() > 0 && settings.utilization() <= 1)
                || !(settings.marginMillis() >= 0)
                || !(settings.accuracyMargin() >= 0)) {
            throw new InputException(
                    "utilization %s is above 0 and at most 1, marginMillis %s and accuracyMargin %s are not negative"
                            .formatted(settings.utilization(), settings.marginMillis(), settings.accuracyMargin()));
        }
        return new Policy(settings, fleet);
    }

    /** The ensemble for a kind of requests, and what came of it since the last look. */
    private static final class Ensemble {
        private final Objective objective;
        /** Those that may be members, the most accurate first. */
        private final List<Integer> candidates;

        private final List<Integer> members = new ArrayList<>();
        private final int[] right;
        private int answers;
        private int rightAnswers;
        private long majorities;

        Ensemble(Objective objective, List<Integer> candidates, int variants) {
            this.objective = objective;
            this.candidates = candidates;
            this.right = new int[variants];
        }

        void add(Electorate.Verdict verdict) {
            answers++;
            rightAnswers += verdict.isRight() ? 1 : 0;
            majorities += verdict.majority();
            verdict.rightMembers().forEach(member -> right[member]++);
        }

        void grow() {
            candidates.stream()
                    .filter(candidate -> !members.contains(candidate))
                    .findFirst()
                    .ifPresent(members::add);
        }

        void adapt(double margin, int leastAnswers) {
            if (answers < leastAnswers) {
                return;
            }
            double share = (double) rightAnswers / answers;
            int beyond = (int) (majorities / answers) - (int) Math.ceil(MAJORITY * members.size());
            if (share >= objective.accuracy() + margin) {
                for (int i = 0; i < beyond; i++) {
                    // Of those that were right equally often, the one that joined last.
                    int worst = members.get(0);
                    for (int member : members) {
                        worst = right[member] <= right[worst] ? member : worst;
                    }
                    members.remove(Integer.valueOf(worst));
                }
            } else if (share <= objective.accuracy() - margin) {
                grow();
            }
            answers = 0;
            rightAnswers = 0;
            majorities = 0;
            Arrays.fill(right, 0);
        }
    }

    private static final class Policy implements VariantPolicy {
        private final Settings settings;
        private final Fleet fleet;
        private final List<Ensemble> ensembles = new ArrayList<>();
        private final long[] inputs;
        private final int[] tooMany;

        Policy(Settings settings, Fleet fleet) {
            this.settings = settings;
            this.fleet = fleet;
            this.inputs = new long[fleet.variants().size()];
            this.tooMany = new int[inputs.length];
            for (Objective objective : fleet.objectives()) {
                ensembles.add(first(objective));
            }
            scale();
        }

        private Ensemble first(Objective objective) {
            List<Variant> variants = fleet.variants();
            List<Integer> candidates = new ArrayList<>();
            for (int index = 0; index < variants.size(); index++) {
                if (variants.get(index).latencyMillis(objective.inputs())
                        <= objective.latencyMillis() + settings.marginMillis()) {
                    candidates.add(index);
                }
            }
            candidates.sort(Comparator.comparingDouble(
                            (Integer index) -> variants.get(index).accuracy())
                    .reversed());
            Ensemble ensemble = new Ensemble(objective, candidates, variants.size());
            do {
                ensemble.grow();
            } while (ensemble.members.size() < candidates.size()
                    && accuracyOfTrial(ensemble.members) < objective.accuracy());
            return ensemble;
        }

        private double accuracyOfTrial(List<Integer> members) {
            Electorate electorate = fleet.trial();
            int right = 0;
            for (int request = 0; request < settings.trials(); request++) {
                right += electorate.vote(request, members).isRight() ? 1 : 0;
            }
            return (double) right / settings.trials();
        }

        @Override
        public List<Replica> route(Request request) {
            List<Replica> ready = new ArrayList<>();
            List<Replica> loading = new ArrayList<>();
            for (int member : ensembles.get(request.kind()).members) {
                leastLoaded(member, Replica.State.READY, ready);
                leastLoaded(member, Replica.State.LOADING, loading);
                inputs[member] += request.objective().inputs();
            }
            // Who is being loaded would keep the others' answers waiting.
            return ready.isEmpty() ? loading : ready;
        }

        private void leastLoaded(int variant, Replica.State state, List<Replica> to) {
            fleet.replicas().stream()
                    .filter(replica -> replica.variant() == variant && replica.state() == state)
                    .min(Comparator.comparingInt(Replica::load))
                    .ifPresent(to::add);
        }

        @Override
        public void onAnswer(Request request, Electorate.Verdict verdict) {
            ensembles.get(request.kind()).add(verdict);
        }

        @Override
        public void onTick() {
            ensembles.forEach(ensemble -> ensemble.adapt(settings.accuracyMargin(), settings.answers()));
            scale();
            Arrays.fill(inputs, 0);
        }

        private void scale() {
            for (int index = 0; index < inputs.length; index++) {
                int variant = index;
                List<Replica> replicas = fleet.replicas().stream()
                        .filter(replica -> replica.variant() == variant)
                        .toList();
                int wanted = wanted(variant);
                tooMany[variant] = replicas.size() > wanted ? tooMany[variant] + 1 : 0;
                for (int more = wanted - replicas.size(); more > 0 && fleet.freeGpus() > 0; more--) {
                    fleet.start(variant);
                }
                if (wanted == 0) {
                    replicas.forEach(fleet::stop);
                } else if (tooMany[variant] >= settings.downTicks()) {
                    tooMany[variant] = 0;
                    fleet.stop(replicas.get(replicas.size() - 1));
                }
            }
        }

        /** Returns how many replicas a variant should have: one if it is a member, more if what it was sent takes more. */
        private int wanted(int variant) {
            boolean isMember = ensembles.stream().anyMatch(ensemble -> ensemble.members.contains(variant));
            double perSecond =
                    MILLIS_PER_SECOND / fleet.variants().get(variant).latencyMillis(1) * settings.utilization();
            int forLoad = (int) Math.ceil(inputs[variant] / fleet.tickSeconds() / perSecond);
            return isMember ? Math.max(forLoad, 1) : 0;
        }
    }
}
