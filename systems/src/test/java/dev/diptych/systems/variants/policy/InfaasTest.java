package dev.diptych.systems.variants.policy;

import static dev.diptych.systems.variants.FleetByHand.variant;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.systems.variants.FleetByHand;
import dev.diptych.systems.variants.Objective;
import dev.diptych.systems.variants.Replica;
import dev.diptych.systems.variants.VariantPolicy;
import dev.diptych.traces.variants.Variant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** INFaaS's rules, each in a case made by hand. */
class InfaasTest {
    private static final int ROUGH = 0;
    private static final int MIDDLE = 1;
    private static final int GOOD = 2;
    private static final int BEST = 3;

    /** 100, 200, 50 and 10 requests a second. */
    private static final List<Variant> VARIANTS = List.of(
            variant("rough", 0.6, 9, 1),
            variant("middle", 0.7, 4, 1),
            variant("good", 0.75, 10, 10),
            variant("best", 0.9, 50, 50));

    private final FleetByHand fleet = new FleetByHand(
            8,
            VARIANTS,
            new Objective("any", 0.7, 30, 1),
            new Objective("exact", 0.9, 30, 1),
            new Objective("pairs", 0.7, 25, 2));
    private final Infaas plugin = new Infaas();
    private final VariantPolicy policy = plugin.policy(new Infaas.Settings(3), fleet);

    @Test
    void takesTheFirstThatRunsAndIsAccurateAndFastEnough() {
        fleet.run(ROUGH);
        fleet.run(BEST);
        fleet.run(GOOD);
        assertThat(fleet.send(policy, 0, 1)).containsExactly(GOOD);
        fleet.run(MIDDLE);
        assertThat(fleet.send(policy, 0, 1)).containsExactly(MIDDLE);
    }

    @Test
    void rejectsWhatNoVariantCanDo() {
        fleet.run(BEST);
        assertThat(fleet.send(policy, 1, 1)).isEmpty();
    }

    @Test
    void countsTheInputsOfARequest() {
        // Two inputs take 30 ms on the good one.
        fleet.run(GOOD);
        assertThat(fleet.send(policy, 2, 1)).containsExactly(MIDDLE);
    }

    @Test
    void startsTheSoonestOnceWhereNoneRuns() {
        assertThat(fleet.send(policy, 0, 5)).containsExactly(MIDDLE);
        assertThat(fleet.replicas()).hasSize(1);
    }

    @Test
    void rejectsWhereAllGpusAreTakenByOthers() {
        for (int i = 0; i < 8; i++) {
            fleet.run(ROUGH);
        }
        assertThat(fleet.send(policy, 0, 1)).isEmpty();
    }

    @Test
    void leavesOutAVariantThatWasSlowLately() {
        fleet.run(MIDDLE);
        fleet.run(GOOD);
        fleet.took(policy, 0, MIDDLE, 29);
        fleet.took(policy, 0, MIDDLE, 31.5);
        fleet.tick(policy);
        assertThat(fleet.send(policy, 0, 1)).containsExactly(GOOD);
        // Nothing is heard of it for a while.
        fleet.tick(policy);
        assertThat(fleet.send(policy, 0, 1)).containsExactly(MIDDLE);
    }

    @Test
    void takesTheOneWithTheLeastTimeToSpareWhereAllWereSlow() {
        fleet.run(MIDDLE);
        fleet.run(GOOD);
        fleet.took(policy, 0, MIDDLE, 31);
        fleet.took(policy, 0, GOOD, 31);
        fleet.tick(policy);
        assertThat(fleet.send(policy, 0, 1)).containsExactly(GOOD);
    }

    @Test
    void sendsToTheReplicaThatWasSentTheLeast() {
        Replica first = fleet.run(MIDDLE);
        Replica second = fleet.run(MIDDLE);
        fleet.send(policy, 0, 7);
        assertThat(first.recent()).isEqualTo(4);
        assertThat(second.recent()).isEqualTo(3);
    }

    @Test
    void startsWhatTheLoadLacksAndWhatLoadingTakes() {
        fleet.run(MIDDLE);
        // 200 a second run, and a fifth of that in reserve is 40: 161 lack 1, 160 nothing.
        fleet.send(policy, 0, 160);
        fleet.tick(policy);
        assertThat(fleet.count(MIDDLE)).isEqualTo(1);
        fleet.send(policy, 0, 161);
        fleet.tick(policy);
        assertThat(fleet.count(MIDDLE)).isEqualTo(2);
        // 900 - 400 + 80 are 2.9 replicas.
        fleet.load();
        fleet.send(policy, 0, 900);
        fleet.tick(policy);
        assertThat(fleet.count(MIDDLE)).isEqualTo(5);
    }

    @Test
    void startsNoMoreThanThereAreGpus() {
        fleet.run(MIDDLE);
        fleet.send(policy, 0, 5000);
        fleet.tick(policy);
        assertThat(fleet.count(MIDDLE)).isEqualTo(8);
    }

    @Test
    void stopsAReplicaAfterSoManyLooksAtWhichItWasTooMany() {
        fleet.run(MIDDLE);
        fleet.run(MIDDLE);
        for (int look = 0; look < 2; look++) {
            fleet.send(policy, 0, 200);
            fleet.tick(policy);
        }
        // One busy second, and it counts anew.
        fleet.send(policy, 0, 201);
        fleet.tick(policy);
        for (int look = 0; look < 2; look++) {
            fleet.send(policy, 0, 200);
            fleet.tick(policy);
            assertThat(fleet.count(MIDDLE)).isEqualTo(2);
        }
        fleet.send(policy, 0, 100);
        fleet.tick(policy);
        assertThat(fleet.count(MIDDLE)).isEqualTo(1);
        for (int look = 0; look < 3; look++) {
            fleet.tick(policy);
        }
        assertThat(fleet.count(MIDDLE)).isZero();
    }
}
