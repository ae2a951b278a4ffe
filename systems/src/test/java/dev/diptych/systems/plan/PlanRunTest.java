package dev.diptych.systems.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.Plan;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.op.Step;
import dev.diptych.model.run.Host;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanRunTest {
    private static final Gpu GPU = new Gpu(0);
    private static final Buffer BUFFER = new Buffer(0, GPU, 1024);

    private final Submissions host = new Submissions();

    @Test
    void submitsAChainAtOnceToOneStream() {
        PlanRun run = run(Plan.chain("chain", List.of(op(0), op(1), op(2))));
        run.start();
        assertThat(host.streams).containsExactly(4, 4, 4);
    }

    @Test
    void givesIndependentStepsAStreamEach() {
        run(Plan.parallel("parallel", List.of(op(0), op(1), op(2)))).start();
        assertThat(host.streams).containsExactly(4, 5, 6);
    }

    @Test
    void holdsAJoinBackUntilTheOtherStreamIsDone() {
        PlanRun run = run(new Plan(
                "join",
                List.of(new Step(op(0), List.of()), new Step(op(1), List.of()), new Step(op(2), List.of(0, 1)))));
        run.start();
        assertThat(host.streams).containsExactly(4, 5);
        // Step 2 continues the stream of step 0, so only step 1 holds it back.
        run.opDone(1);
        assertThat(host.streams).containsExactly(4, 5, 4);
        run.opDone(0);
        assertThat(run.isDone()).isFalse();
        run.opDone(2);
        assertThat(run.isDone()).isTrue();
    }

    @Test
    void opensAStreamForTheSecondBranchOfAFork() {
        PlanRun run = run(new Plan(
                "fork", List.of(new Step(op(0), List.of()), new Step(op(1), List.of(0)), new Step(op(2), List.of(0)))));
        run.start();
        assertThat(host.streams).containsExactly(4, 4);
        run.opDone(0);
        assertThat(host.streams).containsExactly(4, 4, 5);
    }

    @Test
    void refusesAnOperationOfAnother() {
        PlanRun run = run(Plan.chain("chain", List.of(op(0))));
        run.start();
        assertThatThrownBy(() -> run.opDone(17)).hasMessage("operation 17 is none of plan 'chain'");
    }

    private PlanRun run(Plan plan) {
        return new PlanRun(host, GPU, 4, 0, plan);
    }

    private static Op op(int offset) {
        return new ReadBack(BUFFER.slice(offset, 1));
    }

    /** Remembers the streams of what was submitted. */
    private static final class Submissions implements Host {
        private final List<Integer> streams = new ArrayList<>();

        @Override
        public long submit(Gpu gpu, int stream, long requestId, Op op) {
            streams.add(stream);
            return streams.size() - 1L;
        }

        @Override
        public Platform platform() {
            throw new AssertionError("a plan's run does not ask for the platform");
        }

        @Override
        public long nowNanos() {
            return 0;
        }

        @Override
        public long seed() {
            return 0;
        }

        @Override
        public Buffer allocate(Place place, long bytes) {
            throw new AssertionError("a plan's run allocates nothing");
        }

        @Override
        public long submitQuietly(Gpu gpu, int stream, long requestId, Op op) {
            throw new UnsupportedOperationException("nobody submits quietly here");
        }

        @Override
        public void timer(long timerId, long atNanos) {
            throw new AssertionError("a plan's run sets no timers");
        }

        @Override
        public void backgroundTimer(long timerId, long atNanos) {
            timer(timerId, atNanos);
        }

        @Override
        public void finish(long requestId) {
            throw new AssertionError("a plan's run finishes no request");
        }
    }
}
