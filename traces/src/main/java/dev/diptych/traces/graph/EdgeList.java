package dev.diptych.traces.graph;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One edge a line, as SNAP and many others have them: source, destination and perhaps a weight, with blanks or tabs between them. Lines that begin with
 * {@code #} or {@code %} are comments.
 */
@AutoService(GraphFormat.class)
public final class EdgeList implements GraphFormat {
    private static final int ENDS = 2;

    @Override
    public String name() {
        return "edge-list";
    }

    @Override
    public String summary() {
        return "lines 'source destination [weight]' (.txt, .el, .txt.gz, .el.gz)";
    }

    @Override
    public boolean covers(Path file) {
        return TextLines.endsWith(file, ".txt") || TextLines.endsWith(file, ".el");
    }

    @Override
    public Graph read(Path file, boolean isUndirected) {
        try (TextLines lines = TextLines.open(file)) {
            @Nullable GraphBuilder builder = null;
            int expected = 0;
            while (lines.next()) {
                if (lines.fields() == 0 || lines.firstCharacter() == '#' || lines.firstCharacter() == '%') {
                    continue;
                }
                if (builder == null) {
                    expected = lines.fields();
                    builder = new GraphBuilder(new EdgeKind(expected > ENDS, isUndirected));
                }
                if (lines.fields() < ENDS || lines.fields() > ENDS + 1) {
                    throw lines.wrong("has %d field(s); a line is 'source destination' or 'source destination weight'"
                            .formatted(lines.fields()));
                }
                if (lines.fields() != expected) {
                    throw lines.wrong("has %d fields, but the lines before it have %d; all edges have a weight, or none"
                            .formatted(lines.fields(), expected));
                }
                builder.add(
                        lines.whole(0, "source"),
                        lines.whole(1, "destination"),
                        expected > ENDS ? lines.weight(ENDS) : 1);
            }
            if (builder == null) {
                throw new InputException(
                        "%s: lists no edge, so that the graph would have no vertex; a .mtx file can say how many there are"
                                .formatted(file));
            }
            return builder.build();
        }
    }
}
