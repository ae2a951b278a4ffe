package dev.diptych.systems.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.config.Yaml;
import dev.diptych.model.plugin.Selected;
import dev.diptych.traces.graph.Graph;
import dev.diptych.traces.graph.GraphSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastGraphTest {
    private static Graph graph(String source, long seed) {
        return LastGraph.of(Selected.of(GraphSource.class, "source of graphs", Yaml.parse(source, "a test")), seed);
    }

    @Test
    void isMadeOnceForAllThatAskForIt() {
        String small = "{name: lognormal, vertices: 300}";
        Graph first = graph(small, 1);
        assertThat(graph(small, 1)).isSameAs(first);
        assertThat(graph(small, 2)).isNotSameAs(first);
        assertThat(graph(small.replace("300", "301"), 2).vertices()).isEqualTo(301);
    }

    @Test
    void isReadAgainWhereItIsAFile(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("g.el");
        String source = "{name: file, path: '%s'}".formatted(file);
        Files.writeString(file, "0 1\n");
        assertThat(graph(source, 1).vertices()).isEqualTo(2);
        Files.writeString(file, "0 1\n1 2\n");
        assertThat(graph(source, 1).vertices()).isEqualTo(3);
    }
}
