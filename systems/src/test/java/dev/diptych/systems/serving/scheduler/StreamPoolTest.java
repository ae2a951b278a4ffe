package dev.diptych.systems.serving.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.run.Host;
import org.junit.jupiter.api.Test;

class StreamPoolTest {
    @Test
    void givesTheStreamThatBecameFreeLast() {
        StreamPool pool = new StreamPool(2);
        assertThat(pool.take()).isZero();
        assertThat(pool.take()).isEqualTo(1);
        assertThat(pool.isEmpty()).isTrue();
        pool.giveBack(0);
        assertThat(pool.take()).isZero();
    }

    @Test
    void staysBelowStreamsOfHighPriority() {
        int most = Host.HIGH_PRIORITY_STREAM;
        assertThat(new StreamPool(most).take()).isZero();
        assertThatThrownBy(() -> new StreamPool(most + 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("jobs would take streams up to " + most);
    }
}
