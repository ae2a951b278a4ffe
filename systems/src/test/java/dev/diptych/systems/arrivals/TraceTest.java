package dev.diptych.systems.arrivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.run.Arrival;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceTest {
    @TempDir
    private Path folder;

    private Iterable<Arrival> read(String text, double speed) throws IOException {
        Path file = folder.resolve("a.csv");
        Files.writeString(file, text);
        return new Trace().arrivals(new Trace.Settings(file.toString(), speed), 0);
    }

    @Test
    void playsTheFileAtItsSpeed() throws IOException {
        assertThat(read("atNanos,kind\n0,1\n1000,0\n1000,2\n", 2))
                .containsExactly(
                        new Arrival(0, 0, 1, Bytes.EMPTY),
                        new Arrival(1, 500, 0, Bytes.EMPTY),
                        new Arrival(2, 500, 2, Bytes.EMPTY));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "time;0,1            | a.csv:1: the first line should be 'atNanos,kind'",
                "atNanos,kind        | lists no request",
                "atNanos,kind;5      | a.csv:2: '' should be a whole number",
                "atNanos,kind;5,x    | a.csv:2: 'x' should be a whole number",
                "atNanos,kind;-5,0   | a.csv:2: '-5' should be a whole number",
                "atNanos,kind;5,0;4,0| a.csv:3: '4,0' comes before the line above it"
            })
    void refusesWhatIsNoTraceInOneLine(String lines, String message) {
        assertThatThrownBy(() -> read(lines.replace(';', '\n') + "\n", 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void namesAMissingFile() {
        assertThatThrownBy(() -> new Trace().arrivals(new Trace.Settings("nowhere.csv", 1), 0))
                .isInstanceOf(InputException.class)
                .hasMessage("nowhere.csv: no such file");
    }
}
