package dev.diptych.sim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.sim.engine.EventQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrowdTest {
    /** Of a client that has the channel to itself. */
    private static final long PHASE_PICOS = 1_000_000;

    /** Clients leave at whole picoseconds, of which a phase takes a million or more. */
    private static final double ROUNDING = 2e-6;

    private final EventQueue events = new EventQueue();
    private final Crowds crowds = new Crowds(events);
    private final Crowd crowd = crowd(1);

    @Test
    void tellsWhatAClientThatPartsHasLeft() {
        crowd.join(7, 0);
        crowds.fabric().settle(events.nowPicos());

        assertThat(crowd.part(7, PHASE_PICOS / 4)).isCloseTo(0.75, within(ROUNDING));
        assertThat(crowd.size()).isZero();
    }

    @Test
    void goesOnWithWhatAClientHasLeftElsewhere() {
        Crowd slower = crowd(3);
        crowd.join(7, 0);
        crowds.fabric().settle(events.nowPicos());
        runTo(PHASE_PICOS / 4);
        slower.join(7, crowd.part(7, events.nowPicos()), events.nowPicos());
        crowds.fabric().settle(events.nowPicos());

        assertThat(nextDone()).isEqualTo(new Done(7, PHASE_PICOS / 4 + 3 * PHASE_PICOS * 3 / 4));
    }

    @Test
    void takesAClientIntoTheMiddle() {
        crowd.join(0, 0);
        crowd.join(1, 0.5, 0);
        crowd.join(2, 0.75, 0);
        crowds.fabric().settle(events.nowPicos());

        // Half of a phase at a third of the speed, a quarter at half of it, and the last quarter alone.
        assertThat(nextDone()).isEqualTo(new Done(1, 1_500_000));
        assertThat(nextDone()).isEqualTo(new Done(2, 2_000_000));
        assertThat(nextDone()).isEqualTo(new Done(0, 2_250_000));
    }

    @Test
    void leavesOthersWhatTheyHaveLeftWhenOnePartsFromTheMiddle() {
        crowd.join(0, 0.25, 0);
        crowd.join(1, 0.5, 0);
        crowd.join(2, 0);
        crowds.fabric().settle(events.nowPicos());
        runTo(300_000);

        assertThat(crowd.part(1, events.nowPicos())).isCloseTo(0.4, within(ROUNDING));
        crowds.fabric().settle(events.nowPicos());
        assertThat(nextDone()).isEqualTo(new Done(0, 600_000));
        assertThat(nextDone()).isEqualTo(new Done(2, 1_350_000));
    }

    @Test
    void doesNotPartFromWhoIsNotThere() {
        assertThatThrownBy(() -> crowd.part(7, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("client 7 is not in crowd 0");

        crowd.join(7, 0);
        assertThatThrownBy(() -> crowd.part(8, 0)).isInstanceOf(IllegalStateException.class);

        crowd.part(7, 0);
        assertThatThrownBy(() -> crowd.part(7, 0)).isInstanceOf(IllegalStateException.class);
    }

    private record Client(int id, double left) {}

    /** Against a list of clients whose work is counted down one by one. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void keepsWhatEachHasLeftAsClientsComeAndGo(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Client> expected = new ArrayList<>();
        int ids = 0;
        for (int i = 0; i < 2000; i++) {
            int choice = random.nextInt(4);
            if (expected.isEmpty() || (choice < 2 && expected.size() < 20)) {
                double left = choice == 0 ? 1 : 0.05 + 0.95 * random.nextDouble();
                crowd.join(ids, left, events.nowPicos());
                expected.add(new Client(ids++, left));
            } else if (choice < 3) {
                Client parting = expected.remove(random.nextInt(expected.size()));
                assertThat(crowd.part(parting.id, events.nowPicos())).isCloseTo(parting.left, within(ROUNDING));
            }
            assertThat(crowd.size()).isEqualTo(expected.size());
            crowds.fabric().settle(events.nowPicos());
            expected = run(expected, 1 + random.nextLong(PHASE_PICOS / 2));
        }
        assertThat(ids).isGreaterThan(500);
    }

    /** Lets time pass; returns the clients that stay, each with what it has left. */
    private List<Client> run(List<Client> clients, long forPicos) {
        List<Client> present = clients;
        long endPicos = events.nowPicos() + forPicos;
        events.add(endPicos, Event.of(Event.TIMER, 0));
        while (true) {
            long beforePicos = events.nowPicos();
            long event = events.poll();
            double done = (double) (events.nowPicos() - beforePicos) / PHASE_PICOS / Math.max(1, present.size());
            present = new ArrayList<>(present.stream()
                    .map(client -> new Client(client.id, client.left - done))
                    .toList());
            if (Event.type(event) == Event.TIMER) {
                return present;
            }
            if (crowd.wakes(events.nowPicos())) {
                while (crowd.hasDone()) {
                    int client = crowd.leave();
                    Client first = present.stream()
                            .filter(each -> each.id == client)
                            .findFirst()
                            .orElseThrow();
                    assertThat(first.left).isCloseTo(0, within(ROUNDING));
                    present.remove(first);
                }
                assertThat(present).allMatch(client -> client.left > -ROUNDING);
                crowds.fabric().settle(events.nowPicos());
            }
        }
    }

    private record Done(int client, long picos) {}

    /** Lets time pass until a client comes to its phase's end. */
    private Done nextDone() {
        while (true) {
            Crowd woken = crowds.get(Event.subject(events.poll()));
            if (woken != null && woken.wakes(events.nowPicos())) {
                if (woken.hasDone()) {
                    Done done = new Done(woken.leave(), events.nowPicos());
                    crowds.fabric().settle(events.nowPicos());
                    return done;
                }
                crowds.fabric().settle(events.nowPicos());
            }
        }
    }

    private void runTo(long picos) {
        events.add(picos, Event.of(Event.TIMER, 0));
        assertThat(Event.type(events.poll())).isEqualTo(Event.TIMER);
    }

    /** Returns a crowd on a channel of its own that takes a client so many phases. */
    private Crowd crowd(int phases) {
        double bytes = 1000.0 * phases;
        return crowds.add(id -> new Flow(
                id, crowds, Flow.Cost.ofCopy(List.of(new Flow.Use(new Duct(1), bytes, 0)), 0), client -> -1, false));
    }
}
