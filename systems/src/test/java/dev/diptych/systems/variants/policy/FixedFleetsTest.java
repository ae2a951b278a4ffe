package dev.diptych.systems.variants.policy;

import static dev.diptych.systems.variants.FleetByHand.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.systems.variants.FleetByHand;
import dev.diptych.systems.variants.Objective;
import dev.diptych.systems.variants.Replica;
import dev.diptych.systems.variants.VariantPolicy;
import dev.diptych.traces.variants.Variant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Policies that decide once. */
class FixedFleetsTest {
    private static final List<Variant> VARIANTS =
            List.of(variant("a", 0.7, 5, 5), variant("b", 0.8, 20, 5), variant("c", 0.9, 100, 5));

    private static FleetByHand fleet(int gpus) {
        return new FleetByHand(gpus, VARIANTS, new Objective("soon", 0.1, 10, 1), new Objective("late", 1, 30, 1));
    }

    @Test
    void oneVariantAnswersAllRequestsInTurn() {
        FleetByHand fleet = fleet(4);
        VariantPolicy policy = new FixedVariant().policy(new FixedVariant.Settings("b", 3), fleet);
        assertThat(fleet.replicas().stream().map(Replica::variant)).containsExactly(1, 1, 1);
        assertThat(fleet.send(policy, 0, 1)).containsExactly(1);
        assertThat(fleet.send(policy, 1, 1)).containsExactly(1);
    }

    @Test
    void oneVariantHasToBeKnownAndToFit() {
        assertThatThrownBy(() -> new FixedVariant().policy(new FixedVariant.Settings("d", 1), fleet(4)))
                .isInstanceOf(InputException.class)
                .hasMessage("setting 'variant' is 'd'; known: [a, b, c]");
        assertThatThrownBy(() -> new FixedVariant().policy(new FixedVariant.Settings("a", 5), fleet(4)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("at most 4");
    }

    @Test
    void allThatAreFastEnoughForARequestVote() {
        FleetByHand fleet = fleet(4);
        VariantPolicy policy = new FullEnsemble().policy(new FullEnsemble.Settings(2), fleet);
        assertThat(fleet.replicas().stream().map(Replica::variant)).containsExactly(0, 0, 1, 1);
        assertThat(fleet.send(policy, 0, 1)).containsExactly(0);
        assertThat(fleet.send(policy, 1, 1)).containsExactly(0, 1);
    }

    @Test
    void anEnsembleHasToFit() {
        assertThatThrownBy(() -> new FullEnsemble().policy(new FullEnsemble.Settings(2), fleet(3)))
                .isInstanceOf(InputException.class)
                .hasMessage("2 replicas of each of 2 variants take more than the platform's 3 GPUs");
    }
}
