package dev.diptych.sim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Launch;
import dev.diptych.model.run.DeviceTimes;
import dev.diptych.model.run.StreamEntry;
import dev.diptych.model.work.BlockClass;
import dev.diptych.model.work.Footprint;
import dev.diptych.model.work.Phase;
import dev.diptych.model.work.WorkProfile;
import dev.diptych.sim.Fixture;
import dev.diptych.sim.engine.EventQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two multiprocessors that issue 4 instructions a nanosecond each, and blocks on them. */
class PipeSharesTest {
    private static final int WHOLE = PipeShares.WHOLE;
    private static final Platform PLATFORM = Fixture.platform(2);
    /** Issues whenever it can, for 1 us. */
    private static final Phase GREEDY = Phase.compute(4000, 1);
    /** Takes 1 us, a quarter of the pipes and the rest to wait. */
    private static final Phase MODEST = Fixture.interleaved(1000, 1000);
    /** Takes 1 us, and so little of the pipes that it leaves no trace if a multiprocessor is full of them. */
    private static final Phase IDLE = Fixture.interleaved(1, 1000);

    private final EventQueue events = new EventQueue();
    private final Blocks blocks = new Blocks(events);
    private final Crowds crowds = new Crowds(events);
    private final Steps steps =
            new Steps(Fixture.GPU, PLATFORM.spec(Fixture.GPU), new Topology(PLATFORM), crowds, blocks::sm);
    // Room for two: a third makes it grow.
    private final PipeShares shares = new PipeShares(blocks, 2, 2);

    private final Map<Integer, Long> endPicos = new HashMap<>();
    private final List<Runnable> planned = new ArrayList<>();

    @Test
    void leavesABlockAloneWithTheWhole() {
        int block = start(0, GREEDY);
        run();

        assertThat(blocks.shareOf(block)).isEqualTo(WHOLE);
        assertThat(endNanos(block)).isEqualTo(1000);
    }

    @Test
    void halvesThePipesBetweenTwoEqualBlocks() {
        Grid grid = grid(2, GREEDY);
        int one = start(0, grid);
        int other = start(0, grid);
        settle();
        assertThat(blocks.shareOf(one)).isEqualTo(WHOLE / 2);
        assertThat(blocks.shareOf(other)).isEqualTo(WHOLE / 2);

        run();
        assertThat(endNanos(one)).isEqualTo(2000);
        assertThat(endNanos(other)).isEqualTo(2000);
    }

    @Test
    void sharesAlikeAmongLaunchesThatDoTheSame() {
        int one = start(0, GREEDY);
        int other = start(0, GREEDY);
        settle();

        assertThat(blocks.shareOf(one)).isEqualTo(WHOLE / 2);
        assertThat(blocks.shareOf(other)).isEqualTo(WHOLE / 2);
    }

    @Test
    void leavesMultiprocessorsApart() {
        int one = start(0, GREEDY);
        int other = start(1, GREEDY);
        settle();

        assertThat(blocks.shareOf(one)).isEqualTo(WHOLE);
        assertThat(blocks.shareOf(other)).isEqualTo(WHOLE);
    }

    @Test
    void givesTheGreedyWhatTheModestLeaves() {
        int modest = start(0, MODEST);
        int greedy = start(0, GREEDY);
        settle();
        // A modest block could have half if it wanted.
        assertThat(blocks.shareOf(modest)).isEqualTo(WHOLE / 2);
        assertThat(blocks.shareOf(greedy)).isEqualTo(WHOLE * 3 / 4);

        run();
        assertThat(endNanos(modest)).isCloseTo(1000, within(1.0));
        // 750 of its 1000 ns of pipes until the modest one ends, and the rest alone.
        assertThat(endNanos(greedy)).isCloseTo(1250, within(1.0));
    }

    @Test
    void slowsTheModestByATurnOfWhatOthersTake() {
        int modest = start(0, new Phase(MODEST.slots(), 1000, 2, 1, List.of()));
        start(0, GREEDY);
        run();

        // Half the pipes take it 500 ns instead of 250; of these 250 more, the half of two turns does not hide.
        assertThat(endNanos(modest)).isCloseTo(1125, within(1.0));
    }

    @Test
    void fillsUpFromTheMostModest() {
        // Of 1, a tenth and 0.28 are taken: 0.31 is left for each of the two others.
        int tenth = start(0, Phase.compute(400, 1000));
        int more = start(0, Phase.compute(1120, 1000));
        int greedy = start(0, GREEDY);
        int greedyToo = start(0, GREEDY);
        settle();

        assertThat(blocks.shareOf(tenth)).isCloseTo(share(1.0 / 4), withinPercentage(13));
        assertThat(blocks.shareOf(more)).isCloseTo(share((1 - 0.1) / 3), withinPercentage(13));
        assertThat(blocks.shareOf(greedy)).isCloseTo(share((1 - 0.1 - 0.28) / 2), withinPercentage(13));
        assertThat(blocks.shareOf(greedyToo)).isCloseTo(share((1 - 0.1 - 0.28) / 2), withinPercentage(13));
    }

    @Test
    void keepsWhatABlockHasLeftWhenAnotherComesAndWhenItGoes() {
        int first = start(0, GREEDY);
        IntSupplier second = startAt(500, GREEDY);
        run();

        // Half of its work alone and half at half the speed.
        assertThat(endNanos(first)).isCloseTo(1500, within(1.0));
        // By then, the other one has done half of its own, and does the rest alone.
        assertThat(endNanos(second.getAsInt())).isCloseTo(2000, within(1.0));
    }

    @Test
    void movesABlockToTheFlowOfItsShare() {
        int first = start(0, GREEDY);
        run(200);
        WorkStep step = (WorkStep) blocks.kind(first).steps()[0];
        assertThat(step.flow(WHOLE).size()).isEqualTo(1);

        start(0, GREEDY);
        settle();
        // The newcomer's first phase has not begun.
        assertThat(step.flow(WHOLE).size()).isZero();
        assertThat(step.flow(WHOLE / 2).size()).isEqualTo(1);
        run(400);
        assertThat(step.flow(WHOLE / 2).size()).isEqualTo(2);
    }

    @Test
    void sharesNothingOutWhileNobodyContends() {
        List<Integer> idle = IntStream.range(0, 3).mapToObj(i -> start(0, IDLE)).toList();
        run(500);
        WorkStep step = (WorkStep) blocks.kind(idle.get(0)).steps()[0];
        assertThat(idle).allMatch(block -> blocks.shareOf(block) == WHOLE);
        assertThat(step.flowOfAll().size()).isEqualTo(3);

        // Nor does it move those who do not notice.
        start(0, GREEDY);
        run(600);
        assertThat(idle).allMatch(block -> blocks.shareOf(block) == WHOLE / 2);
        assertThat(step.flowOfAll().size()).isEqualTo(3);

        run();
        assertThat(idle).allMatch(block -> endNanos(block) == 1000);
    }

    @Test
    void sharesOutAgainWhoeverIsThereWhenSomebodyContends() {
        start(0, IDLE);
        int modest = start(0, MODEST);
        run(100);
        int greedy = start(0, GREEDY);
        settle();
        assertThat(blocks.shareOf(modest)).isEqualTo(share((1 - 0.00025) / 2));
        assertThat(blocks.shareOf(greedy)).isEqualTo(share(1 - 0.25 - 0.00025));
    }

    private static int share(double of) {
        return (int) Math.rint(of * WHOLE);
    }

    private Grid grid(int count, Phase phase) {
        Launch launch = Fixture.launch("k", count, 32);
        return new Grid(
                new SimOp(0, Fixture.GPU, 0, launch, StreamEntry.of(launch, DeviceTimes.NONE, false), 0),
                launch,
                Footprint.of(launch, Fixture.HOPPER),
                new WorkProfile(List.of(new BlockClass(count, List.of(phase))), List.of()),
                steps);
    }

    private int start(int sm, Phase phase) {
        return start(sm, grid(1, phase));
    }

    private int start(int sm, Grid grid) {
        int block = blocks.start(grid, sm, 0);
        shares.enter(block);
        return block;
    }

    /** Starts a block on the first multiprocessor at a time; returns how to find out which it was. */
    private IntSupplier startAt(long nanos, Phase phase) {
        int[] block = new int[1];
        events.add(1000 * nanos, Event.of(Event.TIMER, planned.size()));
        planned.add(() -> block[0] = start(0, phase));
        return () -> block[0];
    }

    private double endNanos(int block) {
        return endPicos.getOrDefault(block, -1L) / 1e3;
    }

    private void settle() {
        shares.settle();
        crowds.fabric().settle(events.nowPicos());
    }

    private void run() {
        settle();
        while (!events.isEmpty()) {
            happen(events.poll());
        }
    }

    private void run(long untilNanos) {
        int timer = planned.size();
        planned.add(() -> {});
        events.add(1000 * untilNanos, Event.of(Event.TIMER, timer));
        settle();
        for (long event = events.poll(); event != Event.of(Event.TIMER, timer); event = events.poll()) {
            happen(event);
        }
    }

    private void happen(long event) {
        int subject = Event.subject(event);
        if (Event.type(event) == Event.TIMER) {
            planned.get(subject).run();
        } else if (Event.type(event) == Event.BLOCK) {
            proceed(subject);
        } else {
            Crowd crowd = crowds.get(subject);
            if (crowd != null && crowd.wakes(events.nowPicos())) {
                while (crowd.hasDone()) {
                    proceed(crowd.leave());
                }
            }
        }
        if (!events.continuesNow()) {
            settle();
        }
    }

    private void proceed(int block) {
        if (!blocks.proceed(block)) {
            endPicos.put(block, events.nowPicos());
            shares.exit(block);
            blocks.end(block);
        }
    }
}
