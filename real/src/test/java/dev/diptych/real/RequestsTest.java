package dev.diptych.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.LiveRequests;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RequestsTest {
    @Test
    void areDoneWhenAllHaveArrivedAndBeenFinished() {
        Requests requests = new Requests(List.of(arrival(0, 5), arrival(1, 5)));
        requests.advance();
        requests.finish(0);
        assertThat(requests.areDone()).isFalse();
        requests.advance();
        assertThat(requests.areDone()).isFalse();
        assertThat(requests.firstOpen()).isEqualTo(1);

        requests.finish(1);

        assertThat(requests.areDone()).isTrue();
    }

    @Test
    void areFinishedOnceAndOnlyAfterTheyArrived() {
        Requests requests = new Requests(List.of(arrival(0, 5), arrival(1, 6)));
        requests.advance();
        requests.finish(0);

        assertThatThrownBy(() -> requests.finish(0)).hasMessage("request 0 was finished a second time");
        assertThatThrownBy(() -> requests.finish(1)).hasMessage("request 1 was finished, but only 1 have arrived");
    }

    @Test
    void haveToComeInOrder() {
        Requests backwards = new Requests(List.of(arrival(0, 5), arrival(1, 4)));

        assertThatThrownBy(backwards::advance).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new Requests(List.of(arrival(1, 0)))).isInstanceOf(InputException.class);
    }

    @Test
    void arriveWhenTheyAreDue() {
        Requests requests = new Requests(List.of(arrival(0, 5), arrival(1, 5), arrival(2, 6)));

        assertThat(requests.poll(4)).isNull();
        assertThat(requests.poll(5)).isEqualTo(arrival(0, 5));
        assertThat(requests.poll(5)).isEqualTo(arrival(1, 5));
        assertThat(requests.poll(5)).isNull();
        assertThat(requests.mayCome()).isTrue();
        assertThat(requests.poll(9)).isEqualTo(arrival(2, 6));
        assertThat(requests.mayCome()).isFalse();
    }

    @Test
    void fromOutsideAreDoneWhenTheyAreOverAndFinished() {
        Deque<Boolean> comes = new ArrayDeque<>(List.of(false, true, true));
        Requests requests = new Requests(new LiveRequests() {
            @Override
            public @Nullable Arrival poll(long requestId, long atNanos) {
                return !comes.isEmpty() && comes.remove() ? arrival(requestId, atNanos) : null;
            }

            @Override
            public boolean areOver() {
                return comes.isEmpty();
            }

            @Override
            public long awaitNanos(long untilNanos) {
                throw new AssertionError("a GPU keeps its own time");
            }
        });

        assertThat(requests.poll(3)).isNull();
        assertThat(requests.poll(4)).isEqualTo(arrival(0, 4));
        requests.finish(0);
        assertThat(requests.areDone()).isFalse();
        assertThat(requests.poll(4)).isEqualTo(arrival(1, 4));
        assertThat(requests.mayCome()).isFalse();
        assertThat(requests.areDone()).isFalse();
        requests.finish(1);
        assertThat(requests.areDone()).isTrue();
    }

    private static Arrival arrival(long requestId, long atNanos) {
        return new Arrival(requestId, atNanos, 0, Bytes.EMPTY);
    }
}
