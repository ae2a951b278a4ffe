package dev.diptych.traces;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.run.RunLog;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class LogCheckTest {
    private static final Path WHERE = Path.of("run");

    @Test
    void acceptsARecordedLog() {
        RunLog log = RandomRuns.of(3).log();

        assertThatCode(() -> LogCheck.check(log, WHERE)).doesNotThrowAnyException();
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                broken("entries, row 0: no entry of a log has kind 99", log -> set(log, "entries", "kind", 0, 99)),
                broken("the rows that ALLOCATE entries name count up", log -> set(log, "entries", "row", 1, 0)),
                broken("times start at 0 and never run backwards", log -> set(log, "entries", "timeNanos", 0, -1)),
                broken("times start at 0 and never run backwards", log -> set(log, "entries", "timeNanos", 3, 0)),
                broken("requests are numbered from 0", log -> set(log, "arrivals", "request", 0, 1)),
                broken("arrivals are in order of time", log -> set(log, "arrivals", "atNanos", 0, Long.MAX_VALUE)),
                broken("its bytes lie inside the payload", log -> set(log, "arrivals", "payloadOffset", 0, 1 << 20)),
                broken("its bytes lie inside the payload", log -> set(log, "values", "payloadBytes", 0, -1)),
                broken("a buffer has at least 1 byte", log -> set(log, "buffers", "bytes", 0, 0)),
                broken("ops, row 0: no operation of a log has type 7", log -> set(log, "ops", "type", 0, 7)),
                broken("a launch names a kernel of the log", log -> set(log, "ops", "kernel", 0, 100)),
                broken("a launch names a kernel of the log", log -> set(log, "ops", "kernel", 1, 0)),
                broken("its request is -1 or one that arrived", log -> set(log, "ops", "request", 0, 1000)),
                broken("an operation's submitNanos is the time", log -> set(log, "ops", "submitNanos", 0, 0)),
                broken("it ends after it starts", log -> set(log, "ops", "endNanos", 0, 1)),
                broken("an operation ends before it is told", log -> set(log, "ops", "endNanos", 0, Long.MAX_VALUE)),
                broken("it is about an operation of the log", log -> set(log, "notices", "op", 0, -1)),
                broken(
                        "it is about an operation submitted before",
                        log -> set(log, "notices", "op", 0, log.ops().rows() - 1)),
                broken("numbers of blocks are not negative", log -> set(log, "notices", "started", 0, -1)),
                broken("rows, but the entries name", log -> log.timers().add(0, 0)),
                broken(
                        "what is finished is a request that arrived",
                        log -> log.entries().add(8, 1000, Long.MAX_VALUE)),
                broken("a request is finished once", log -> log.entries().add(8, 0, Long.MAX_VALUE)),
                broken("an operation is done once", log -> log.entries().add(1, 0, Long.MAX_VALUE)),
                broken("it has device times if and only if", log -> {
                    // The entry that tells operation 0 as done becomes a timer's, which says nothing of it.
                    set(log, "entries", "kind", entry(log, 1, 0), 4);
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void refusesALogThatBreaksARule(String reason, Consumer<RunLog> damage) {
        RunLog log = RandomRuns.of(3).log();
        damage.accept(log);

        assertThatThrownBy(() -> LogCheck.check(log, WHERE))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("run: ")
                .hasMessageContaining(reason);
    }

    private static Arguments broken(String reason, Consumer<RunLog> damage) {
        return Arguments.of(reason, damage);
    }

    private static void set(RunLog log, String table, String column, int row, long value) {
        log.tables().stream()
                .filter(candidate -> candidate.name().equals(table))
                .findFirst()
                .orElseThrow()
                .column(column)
                .set(row, value);
    }

    private static int entry(RunLog log, int kind, long row) {
        for (int entry = 0; entry < log.entries().rows(); entry++) {
            if (log.entries().column("kind").get(entry) == kind && log.row(entry) == row) {
                return entry;
            }
        }
        throw new IllegalStateException("no entry of kind " + kind);
    }
}
