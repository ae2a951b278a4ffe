package dev.diptych.systems.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.random.Philox;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InFlightTest {
    private static Job job(long id) {
        return new Job(id, new ServedModel(0, "a", 0, Job.NEVER, 1), 0, null);
    }

    private static @Nullable Job job(InFlight inFlight, long opId) {
        InFlight.Released released = inFlight.get(opId);
        return released == null ? null : released.job();
    }

    private static @Nullable Job oldest(InFlight inFlight) {
        return job(inFlight, inFlight.oldest());
    }

    @Test
    void findsNothingWhereNothingIs() {
        InFlight inFlight = new InFlight();
        assertThat(inFlight.get(0)).isNull();
        assertThat(oldest(inFlight)).isNull();
        inFlight.add(7, job(0), 0, false, 1, 0);
        inFlight.remove(7);
        assertThat(inFlight.get(6)).isNull();
        assertThat(inFlight.get(7)).isNull();
        assertThat(inFlight.get(8)).isNull();
        assertThat(oldest(inFlight)).isNull();
    }

    @Test
    void keepsOneThatStaysLongAmongManyThatDoNot() {
        InFlight inFlight = new InFlight();
        Job stays = job(0);
        inFlight.add(3, stays, 0, false, 1, 0);
        for (long id = 4; id < 1000; id++) {
            inFlight.add(id, job(id), 0, false, 1, 0);
            inFlight.remove(id);
        }
        assertThat(job(inFlight, 3)).isSameAs(stays);
        assertThat(oldest(inFlight)).isSameAs(stays);
        assertThat(inFlight.get(999)).isNull();
    }

    @Test
    void keepsWhatBelongsToEachOperationWhereItGrows() {
        InFlight inFlight = new InFlight();
        for (int i = 0; i < 300; i++) {
            inFlight.add(100 + i, job(i), i, i % 2 == 0, 2L * i + 1, 10L * i);
        }
        for (int i = 0; i < 300; i++) {
            InFlight.Released released = Objects.requireNonNull(inFlight.get(100 + i));
            assertThat(released.index()).isEqualTo(i);
            assertThat(released.isQuiet()).isEqualTo(i % 2 == 0);
            assertThat(released.atNanos()).isEqualTo(10L * i);
            assertThat(released.finishBlocks(2 * i)).isFalse();
            assertThat(released.finishBlocks(1)).isTrue();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void isAMapByOperation(long seed) {
        InFlight inFlight = new InFlight();
        TreeMap<Long, Job> oracle = new TreeMap<>();
        long nextId = 0;
        for (int step = 0; step < 4000; step++) {
            // Ids have gaps: other operations, of warm-ups, come between.
            double drawn = Philox.unit(seed, 1, step);
            if (drawn < 0.5 || oracle.isEmpty()) {
                nextId += 1 + (long) (3 * Philox.unit(seed, 2, step));
                Job job = job(nextId);
                inFlight.add(nextId, job, 0, false, 1, 0);
                oracle.put(nextId, job);
            } else {
                List<Long> ids = new ArrayList<>(oracle.keySet());
                long id = ids.get((int) (ids.size() * Philox.unit(seed, 3, step)));
                inFlight.remove(id);
                oracle.remove(id);
            }
            long probe = (long) ((nextId + 2) * Philox.unit(seed, 4, step));
            assertThat(job(inFlight, probe)).isSameAs(oracle.get(probe));
            assertThat(oldest(inFlight))
                    .isSameAs(oracle.isEmpty() ? null : oracle.firstEntry().getValue());
        }
    }
}
