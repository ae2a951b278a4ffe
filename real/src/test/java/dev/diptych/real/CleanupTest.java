package dev.diptych.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CleanupTest {
    private final Cleanup cleanup = new Cleanup();
    private final List<String> done = new ArrayList<>();

    @Test
    void undoesTheLatestFirst() {
        cleanup.later(() -> done.add("context"));
        cleanup.later(() -> done.add("stream"));

        cleanup.close();

        assertThat(done).containsExactly("stream", "context");
    }

    @Test
    void goesOnAfterAFailureAndThrowsTheFirst() {
        cleanup.later(() -> done.add("context"));
        cleanup.later(() -> {
            throw new CudaFailure("second");
        });
        cleanup.later(() -> {
            throw new CudaFailure("first");
        });

        assertThatThrownBy(cleanup::close)
                .hasMessage("first")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(done).containsExactly("context");
    }
}
