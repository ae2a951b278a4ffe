package dev.diptych.systems.variants.policy;

import static dev.diptych.systems.variants.FleetByHand.variant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.systems.variants.FleetByHand;
import dev.diptych.systems.variants.Objective;
import dev.diptych.systems.variants.Replica;
import dev.diptych.systems.variants.VariantPolicy;
import dev.diptych.traces.variants.Electorate.Verdict;
import dev.diptych.traces.variants.Variant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cocktail's rules, each in a case made by hand. Variants of {@link FleetByHand} err apart from each other. */
class CocktailTest {
    private static final List<Variant> VARIANTS = List.of(
            variant("a", 0.70, 5, 5),
            variant("b", 0.76, 5, 5),
            variant("c", 0.74, 5, 5),
            variant("d", 0.72, 5, 5),
            variant("slow", 0.95, 50, 50));

    private static final Cocktail.Settings SETTINGS = new Cocktail.Settings(10, 0.02, 10, 0.8, 3, 2000);

    private static FleetByHand fleet(double accuracy) {
        return new FleetByHand(12, VARIANTS, new Objective("any", accuracy, 20, 1));
    }

    private static VariantPolicy policy(FleetByHand fleet) {
        VariantPolicy policy = new Cocktail().policy(SETTINGS, fleet);
        fleet.load();
        return policy;
    }

    private static List<Integer> members(FleetByHand fleet) {
        return fleet.replicas().stream().map(Replica::variant).toList();
    }

    /** Answers ten requests, of which so many rightly, with a majority of so many and the same members right each time. */
    private static void answer(
            FleetByHand fleet, VariantPolicy policy, int rightAnswers, int majority, Integer... rightMembers) {
        for (int i = 0; i < 10; i++) {
            policy.onAnswer(fleet.request(0), new Verdict(i < rightAnswers, majority, List.of(rightMembers)));
        }
        fleet.tick(policy);
        fleet.load();
    }

    @Test
    void beginsWithTheBestAloneWhereItIsGoodEnough() {
        FleetByHand fleet = fleet(0.75);
        policy(fleet);
        assertThat(members(fleet)).containsExactly(1);
    }

    @Test
    void beginsWithAsManyAsATrialTakes() {
        // Three that err apart are right more often together than each of them.
        FleetByHand fleet = fleet(0.80);
        policy(fleet);
        assertThat(members(fleet)).containsExactly(1, 2, 3);
    }

    @Test
    void takesAllCandidatesWhereNoneSuffice() {
        FleetByHand fleet = fleet(1);
        policy(fleet);
        assertThat(members(fleet)).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void letsCandidatesMissTheLatencyByTheMargin() {
        FleetByHand fleet = new FleetByHand(12, VARIANTS, new Objective("late", 0.9, 90, 1));
        policy(fleet);
        assertThat(members(fleet)).containsExactly(4);
        FleetByHand sooner = new FleetByHand(12, VARIANTS, new Objective("sooner", 0.1, 89, 1));
        policy(sooner);
        assertThat(members(sooner)).containsExactly(1);
    }

    @Test
    void addsTheMostAccurateWhenTooFewAnswersAreRight() {
        FleetByHand fleet = fleet(0.75);
        VariantPolicy policy = policy(fleet);
        answer(fleet, policy, 8, 1, 1);
        assertThat(members(fleet)).containsExactly(1);
        answer(fleet, policy, 7, 1, 1);
        assertThat(members(fleet)).containsExactly(1, 2);
        assertThat(fleet.send(policy, 0, 1)).containsExactly(1, 2);
    }

    @Test
    void dropsThoseThatWereRightLeastWhenMajoritiesAreLargerThanTheyNeedBe() {
        FleetByHand fleet = fleet(0.9);
        VariantPolicy policy = policy(fleet);
        assertThat(members(fleet)).containsExactlyInAnyOrder(0, 1, 2, 3);
        // 51 % of 4 are 3, so a majority of 4 is one more than it takes; b was never right.
        answer(fleet, policy, 10, 4, 0, 2, 3);
        assertThat(fleet.send(policy, 0, 1)).containsExactly(2, 3, 0);
        assertThat(members(fleet)).doesNotContain(1);
    }

    @Test
    void staysWithinTheMarginAndUntilEnoughAnswersCame() {
        FleetByHand fleet = fleet(0.9);
        VariantPolicy policy = policy(fleet);
        answer(fleet, policy, 9, 4, 0, 1, 2, 3);
        // Majorities of three are as small as they may be.
        answer(fleet, policy, 10, 3, 0, 1, 2);
        for (int i = 0; i < 9; i++) {
            policy.onAnswer(fleet.request(0), new Verdict(true, 4, List.of(1)));
        }
        fleet.tick(policy);
        assertThat(members(fleet)).hasSize(4);
    }

    @Test
    void hasReplicasForWhatMembersWereSent() {
        FleetByHand fleet = fleet(0.75);
        VariantPolicy policy = policy(fleet);
        // 100 a second each, of which 80 are aimed at.
        fleet.send(policy, 0, 81);
        fleet.tick(policy);
        assertThat(fleet.count(1)).isEqualTo(2);
        fleet.load();
        fleet.send(policy, 0, 241);
        fleet.tick(policy);
        assertThat(fleet.count(1)).isEqualTo(4);
        fleet.load();
        for (int look = 0; look < 3; look++) {
            assertThat(fleet.count(1)).isEqualTo(4);
            fleet.send(policy, 0, 240);
            fleet.tick(policy);
        }
        assertThat(fleet.count(1)).isEqualTo(3);
    }

    @Test
    void doesNotWaitForMembersThatAreBeingLoaded() {
        FleetByHand fleet = fleet(0.80);
        VariantPolicy policy = new Cocktail().policy(SETTINGS, fleet);
        assertThat(fleet.send(policy, 0, 1)).containsExactly(1, 2, 3);
        fleet.stop(fleet.replicas().get(1));
        fleet.run(2);
        assertThat(fleet.send(policy, 0, 1)).containsExactly(2);
    }

    @Test
    void refusesWhatCannotBeAimedAt() {
        assertThatThrownBy(() -> new Cocktail().policy(new Cocktail.Settings(10, 0.02, 10, 0, 3, 10), fleet(0.7)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("utilization 0.0");
    }
}
