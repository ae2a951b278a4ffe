package dev.diptych.sim.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Launches here write their first argument and read all others. */
class JournalTest {
    private static final Gpu GPU = new Gpu(0);
    private static final Buffer TABLE = new Buffer(0, GPU, 4096);
    private static final Buffer QUEUE = new Buffer(1, GPU, 4096);
    private static final Buffer KEYS = new Buffer(2, GPU, 4096);
    private static final Buffer OUT = new Buffer(3, GPU, 4096);

    private final Journal journal = new Journal();

    @Test
    void whatNobodyLooksAtStaysWhenItsInputIsOverwritten() {
        Effect.Launched first = append(QUEUE, KEYS);
        Effect.Launched extraction = append(OUT, QUEUE, TABLE);
        Effect.Launched second = append(QUEUE, KEYS);

        List<Effect> taken = journal.take(List.of(QUEUE.all()));

        assertThat(taken).hasSize(3).startsWith(first).endsWith(second);
        assertThat(taken.get(1))
                .isInstanceOfSatisfying(
                        Effect.Kept.class, kept -> assertThat(kept.reads()).containsExactly(QUEUE.all()));
        List<Effect> later = journal.take(List.of(OUT.all()));
        assertThat(later).singleElement().isInstanceOfSatisfying(Effect.Launched.class, launched -> {
            assertThat(launched.launch()).isEqualTo(extraction.launch());
            assertThat(launched.reads()).doesNotContain(QUEUE.all()).contains(TABLE.all());
            assertThat(launched.kept()).hasSize(1);
        });
    }

    @Test
    void whatWasKeptIsNotKeptAgain() {
        append(OUT, QUEUE);
        append(QUEUE, KEYS);
        journal.take(List.of(QUEUE.all()));
        Effect.Launched third = append(QUEUE, KEYS);

        assertThat(journal.take(List.of(QUEUE.all()))).containsExactly(third);
    }

    @Test
    void aLaunchThatWritesItsInputIsCarriedOutBeforeThatIsOverwritten() {
        Effect.Launched sorting = append(QUEUE, QUEUE);
        Effect.Launched second = append(QUEUE, KEYS);

        assertThat(journal.take(List.of(QUEUE.all()))).containsExactly(sorting, second);
    }

    @Test
    void aCopyIsCarriedOutBeforeItsSourceIsOverwritten() {
        Effect copied = new Effect.Copied(QUEUE.all(), OUT.all());
        journal.append(copied);
        Effect.Launched second = append(QUEUE, KEYS);

        assertThat(journal.take(List.of(QUEUE.all()))).containsExactly(copied, second);
    }

    private Effect.Launched append(Buffer written, Buffer... read) {
        List<Arg> args = new ArrayList<>(List.of(new Arg.Address(written.all())));
        for (Buffer buffer : read) {
            args.add(new Arg.Address(buffer.all()));
        }
        Effect.Launched launched = new Effect.Launched(
                new Launch(new Kernel("any", "any", 0, 0), Dim.of(1), Dim.of(32), args), GPU, Set.of(1, 2));
        journal.append(launched);
        return launched;
    }
}
