package dev.diptych.traces.graph;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A sparse matrix in NIST's Matrix Market format, coordinate form (Boisvert, Pozo, Remington: "The Matrix Market exchange formats", NISTIR 5935, 1996): the
 * entry of row {@code u} and column {@code v} is the edge {@code u -> v}, with its value as the weight. Ids begin at 1. A symmetric file lists the lower
 * triangle alone.
 */
@AutoService(GraphFormat.class)
public final class MatrixMarket implements GraphFormat {
    private static final String ENDING = ".mtx";

    private static final List<String> WEIGHTED = List.of("real", "integer", "double");
    private static final String UNWEIGHTED = "pattern";
    private static final String SYMMETRIC = "symmetric";

    /** What the first lines say. */
    private record Header(boolean isWeighted, boolean isSymmetric, int vertices, long entries) {}

    @Override
    public String name() {
        return "matrix-market";
    }

    @Override
    public String summary() {
        return "Matrix Market coordinates (.mtx, .mtx.gz)";
    }

    @Override
    public boolean covers(Path file) {
        return TextLines.endsWith(file, ENDING);
    }

    @Override
    public Graph read(Path file, boolean isUndirected) {
        try (TextLines lines = TextLines.open(file)) {
            Header header = header(file, lines);
            GraphBuilder builder =
                    new GraphBuilder(new EdgeKind(header.isWeighted(), isUndirected || header.isSymmetric()));
            while (nextEntry(lines)) {
                if (builder.edges() == header.entries()) {
                    throw lines.wrong("one entry more than the %d that were announced".formatted(header.entries()));
                }
                entry(lines, header, builder);
            }
            if (builder.edges() < header.entries()) {
                throw new InputException("%s: has %d entries, but announces %d; it is cut short"
                        .formatted(file, builder.edges(), header.entries()));
            }
            return builder.build(1, header.vertices());
        }
    }

    private static void entry(TextLines lines, Header header, GraphBuilder builder) {
        int expected = header.isWeighted() ? 3 : 2;
        if (lines.fields() != expected) {
            throw lines.wrong("has %d field(s); an entry of this file is '%s'"
                    .formatted(lines.fields(), header.isWeighted() ? "row column value" : "row column"));
        }
        long row = index(lines, 0, "row", header.vertices());
        long column = index(lines, 1, "column", header.vertices());
        if (header.isSymmetric() && row < column) {
            throw lines.wrong("row %d, column %d is above the diagonal; a symmetric file lists the lower triangle alone"
                    .formatted(row, column));
        }
        builder.add(row, column, header.isWeighted() ? lines.weight(2) : 1);
    }

    private static long index(TextLines lines, int field, String what, int most) {
        long index = lines.whole(field, what);
        if (index < 1 || index > most) {
            throw lines.wrong("%s %d; rows and columns are from 1 to %d".formatted(what, index, most));
        }
        return index;
    }

    private static Header header(Path file, TextLines lines) {
        if (!lines.next() || lines.fields() != 5 || !lines.text(0).equalsIgnoreCase("%%MatrixMarket")) {
            throw new InputException(
                    "%s:1: the first line should be '%%%%MatrixMarket matrix coordinate FIELD SYMMETRY'"
                            .formatted(file));
        }
        word(lines, 1, List.of("matrix"), "");
        word(lines, 2, List.of("coordinate"), "; a graph is a sparse matrix");
        String field = word(lines, 3, List.of("real", "double", "integer", UNWEIGHTED), "; weights are numbers");
        String symmetry = word(
                lines, 4, List.of("general", SYMMETRIC), "; both ways of an edge have the same weight, at least 0");
        if (!nextEntry(lines)) {
            throw new InputException("%s: has no line 'rows columns entries'".formatted(file));
        }
        if (lines.fields() != 3) {
            throw lines.wrong("should be 'rows columns entries', but has %d field(s)".formatted(lines.fields()));
        }
        long rows = lines.whole(0, "number of rows");
        long columns = lines.whole(1, "number of columns");
        if (rows != columns || rows > Graph.MOST_VERTICES) {
            throw lines.wrong("%d rows and %d columns; a graph has as many of both, at most %d"
                    .formatted(rows, columns, Graph.MOST_VERTICES));
        }
        return new Header(
                WEIGHTED.contains(field), symmetry.equals(SYMMETRIC), (int) rows, lines.whole(2, "number of entries"));
    }

    /** Goes to the next line that is neither empty nor a comment; false at the end. */
    private static boolean nextEntry(TextLines lines) {
        while (lines.next()) {
            if (lines.fields() > 0 && lines.firstCharacter() != '%') {
                return true;
            }
        }
        return false;
    }

    private static String word(TextLines lines, int field, List<String> known, String why) {
        String word = lines.text(field).toLowerCase(Locale.ROOT);
        if (!known.contains(word)) {
            throw lines.wrong("'%s' is not supported here, but %s%s"
                    .formatted(lines.shown(field), String.join(", ", known), why));
        }
        return word;
    }
}
