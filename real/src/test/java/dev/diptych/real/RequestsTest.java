package dev.diptych.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.run.Arrival;
import java.util.List;
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

    private static Arrival arrival(long requestId, long atNanos) {
        return new Arrival(requestId, atNanos, 0, Bytes.EMPTY);
    }
}
