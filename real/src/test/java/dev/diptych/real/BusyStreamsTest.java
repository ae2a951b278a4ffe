package dev.diptych.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import dev.diptych.model.random.Philox;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import jcuda.driver.CUstream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BusyStreamsTest {
    private static final Launch LAUNCH =
            new Launch(new Kernel("spin", "spin", 16, 0), Dim.of(1), Dim.of(32), 0, List.of(), 0);

    /** Signals that a test gives, and how often they were looked for. */
    private static final class Signals implements CompletionSignal {
        private final Set<InFlight> given = new HashSet<>();
        private int looks;

        @Override
        public void mark(CudaStream stream, InFlight operation) {}

        @Override
        public boolean isDone(CudaStream stream, InFlight operation) {
            looks++;
            return given.contains(operation);
        }

        int looksSince() {
            int since = looks;
            looks = 0;
            return since;
        }
    }

    private final Signals signals = new Signals();
    private final BusyStreams busy = new BusyStreams(signals);
    private long ops;

    private static CudaStream stream(int id) {
        return new CudaStream(id, new CUstream());
    }

    private InFlight submit(CudaStream stream, boolean isQuiet) {
        InFlight operation = new InFlight(ops++, LAUNCH, isQuiet, stream.nextSequence(), 0);
        busy.add(stream, operation);
        return operation;
    }

    /** Takes out what has ended, as the controller is told of it. */
    private List<Long> tell() {
        List<Long> told = new ArrayList<>();
        while (busy.ended() > 0) {
            CudaStream stream = busy.nextEnded();
            InFlight oldest = stream.oldest();
            while (oldest != null && stream.hasEnded(oldest)) {
                told.add(oldest.opId());
                busy.removeOldest(stream);
                oldest = stream.oldest();
            }
        }
        return told;
    }

    @Test
    void looksOnlyWhereASignalIsToCome() {
        List<CudaStream> streams = new ArrayList<>();
        for (int id = 0; id < 500; id++) {
            streams.add(stream(id));
            submit(streams.get(id), true);
        }
        busy.look();
        assertThat(signals.looksSince()).isZero();

        InFlight signalling = submit(streams.get(77), false);
        busy.look();
        assertThat(signals.looksSince()).isEqualTo(1);
        assertThat(tell()).isEmpty();

        signals.given.add(signalling);
        busy.look();
        assertThat(tell()).containsExactly(77L, 500L);
        signals.looksSince();
        busy.look();
        assertThat(signals.looksSince()).isZero();
    }

    @Test
    void whatIsQuietEndsWithTheNextThatTells() {
        CudaStream stream = stream(0);
        submit(stream, true);
        InFlight first = submit(stream, false);
        submit(stream, true);
        InFlight second = submit(stream, false);
        signals.given.add(first);
        busy.look();
        assertThat(tell()).containsExactly(0L, 1L);
        signals.given.add(second);
        busy.look();
        assertThat(tell()).containsExactly(2L, 3L);
        assertThat(busy.isEmpty()).isTrue();
    }

    @Test
    void blocksThatSaySoEndAnOperationAndAllBeforeIt() {
        CudaStream stream = stream(3);
        submit(stream, true);
        submit(stream, false);
        InFlight reporting = submit(stream, true);
        busy.endedThrough(stream, reporting.sequence());
        assertThat(tell()).containsExactly(0L, 1L, 2L);
        busy.look();
        assertThat(signals.looksSince()).isZero();
        assertThat(busy.isEmpty()).isTrue();
    }

    @Test
    void hasNoNewsOfQuietOperationsAlone() {
        CudaStream stream = stream(0);
        InFlight quiet = submit(stream, true);
        assertThat(busy.hasNews()).isFalse();
        assertThat(busy.nextToCheck()).isSameAs(stream);
        busy.endedThrough(stream, quiet.sequence());
        assertThat(busy.hasNews()).isTrue();
    }

    @Test
    void checksAllStreamsInTurn() {
        Set<CudaStream> checked = new HashSet<>();
        for (int id = 0; id < 7; id++) {
            submit(stream(id), true);
        }
        for (int i = 0; i < 7; i++) {
            checked.add(Objects.requireNonNull(busy.nextToCheck()));
        }
        assertThat(checked).hasSize(7);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aSetOfStreamsHoldsEachOnce(long seed) {
        StreamSet set = new StreamSet();
        Set<CudaStream> oracle = new HashSet<>();
        List<CudaStream> all = new ArrayList<>();
        for (int id = 0; id < 60; id++) {
            all.add(stream(id));
        }
        for (int step = 0; step < 3000; step++) {
            CudaStream stream = all.get((int) (60 * Philox.unit(seed, 1, step)));
            if (Philox.unit(seed, 2, step) < 0.5) {
                set.add(stream);
                oracle.add(stream);
            } else {
                set.remove(stream);
                oracle.remove(stream);
            }
            Set<CudaStream> members = new HashSet<>();
            for (int place = 0; place < set.size(); place++) {
                members.add(set.get(place));
            }
            assertThat(members).isEqualTo(oracle).hasSize(set.size());
        }
    }
}
