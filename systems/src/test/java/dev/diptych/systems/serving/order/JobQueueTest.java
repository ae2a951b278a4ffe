package dev.diptych.systems.serving.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.random.Philox;
import dev.diptych.systems.serving.Job;
import dev.diptych.systems.serving.Jobs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobQueueTest {
    private static Job next(JobQueue queue) {
        Job job = Objects.requireNonNull(queue.peek());
        queue.remove(job);
        return job;
    }

    @Test
    void isEmptyWithoutJobs() {
        JobQueue queue = new JobQueue(job -> 0, 2, Double.POSITIVE_INFINITY);
        assertThat(queue.peek()).isNull();
    }

    @Test
    void equalKeysGoInTheOrderInWhichTheyJoined() {
        JobQueue queue = new JobQueue(job -> 0, 3, Double.POSITIVE_INFINITY);
        for (int id = 0; id < 9; id++) {
            queue.add(Jobs.of(id, (id * 2) % 3));
        }
        for (int id = 0; id < 9; id++) {
            assertThat(next(queue).requestId()).isEqualTo(id);
        }
    }

    /** The order is total: whatever the heaps look like, the smallest key leaves first, and among equal ones the oldest turn. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void leavesInTheOrderOfKeysThenTurns(long seed) {
        JobQueue queue =
                new JobQueue(job -> Math.floor(5 * Philox.unit(seed, 1, job.requestId())), 3, Double.POSITIVE_INFINITY);
        List<Job> oracle = new ArrayList<>();
        Comparator<Job> order = Comparator.<Job>comparingDouble(job -> job.key).thenComparingLong(job -> job.turn);
        for (int step = 0; step < 2000; step++) {
            if (Philox.unit(seed, 2, step) < 0.55 || oracle.isEmpty()) {
                Job job = Jobs.of(step, (int) (3 * Philox.unit(seed, 3, step)));
                queue.add(job);
                oracle.add(job);
            } else {
                oracle.sort(order);
                assertThat(next(queue)).isSameAs(oracle.remove(0));
            }
        }
        oracle.sort(order);
        for (Job job : oracle) {
            assertThat(next(queue)).isSameAs(job);
        }
        assertThat(queue.peek()).isNull();
    }

    /** Of two models with jobs at all times, each is owed half an operation with each that leaves. */
    @Test
    void aModelThatIsOwedTheThresholdGoesFirst() {
        JobQueue queue = new JobQueue(job -> job.model().index(), 2, 2);
        List<Integer> served = new ArrayList<>();
        for (int id = 0; id < 10; id++) {
            queue.add(Jobs.of(2L * id, 0));
            queue.add(Jobs.of(2L * id + 1, 1));
        }
        for (int i = 0; i < 10; i++) {
            served.add(next(queue).model().index());
        }
        // Model 1 is owed 0.5, 1, 1.5, 2; it is served and owed 1.5; with one more of model 0, 2 again.
        assertThat(served).containsExactly(0, 0, 0, 0, 1, 0, 1, 0, 1, 0);
    }

    @Test
    void aThresholdOfNothingSharesEqually() {
        JobQueue queue = new JobQueue(job -> job.model().index(), 3, 0);
        int[] served = new int[3];
        for (int id = 0; id < 300; id++) {
            queue.add(Jobs.of(id, id % 3));
        }
        for (int i = 0; i < 150; i++) {
            served[next(queue).model().index()]++;
        }
        assertThat(served).containsExactly(50, 50, 50);
    }

    @Test
    void aModelWhoseLastJobLeavesForgetsWhatItIsOwed() {
        JobQueue queue = new JobQueue(job -> job.model().index(), 2, 1);
        queue.add(Jobs.of(0, 0));
        queue.add(Jobs.of(1, 0));
        queue.add(Jobs.of(2, 0));
        queue.add(Jobs.of(3, 1));
        next(queue);
        next(queue);
        // Model 1 is owed 1 now; it is served once and leaves. When it is back, it is owed nothing.
        assertThat(next(queue).requestId()).isEqualTo(3);
        queue.add(Jobs.of(4, 1));
        assertThat(next(queue).requestId()).isEqualTo(2);
    }

    /** Model 1 waits for a stream meanwhile: it falls behind all the same, and goes first when it is there again. */
    @Test
    void aModelWhoseJobsAreSetAsideIsOwedWhatItWaitsFor() {
        JobQueue queue = new JobQueue(job -> job.model().index(), 2, 1);
        queue.add(Jobs.of(0, 1));
        queue.setAside(Objects.requireNonNull(queue.peek()));
        assertThat(queue.peek()).isNull();
        for (int id = 1; id < 5; id++) {
            queue.add(Jobs.of(id, 0));
        }
        assertThat(next(queue).requestId()).isEqualTo(1);
        assertThat(next(queue).requestId()).isEqualTo(2);
        queue.bringBack();
        assertThat(next(queue).requestId()).isEqualTo(0);
        assertThat(next(queue).requestId()).isEqualTo(3);
    }

    @Test
    void whoWasSetAsideComesBackInItsPlace() {
        JobQueue queue = new JobQueue(job -> 0, 1, Double.POSITIVE_INFINITY);
        for (int id = 0; id < 4; id++) {
            queue.add(Jobs.of(id, 0));
        }
        queue.setAside(Objects.requireNonNull(queue.peek()));
        queue.setAside(Objects.requireNonNull(queue.peek()));
        queue.bringBack();
        assertThat(next(queue).requestId()).isEqualTo(0);
        assertThat(next(queue).requestId()).isEqualTo(2);
        queue.bringBack();
        queue.bringBack();
        assertThat(next(queue).requestId()).isEqualTo(1);
        assertThat(next(queue).requestId()).isEqualTo(3);
    }
}
