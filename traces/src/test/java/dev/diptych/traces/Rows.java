package dev.diptych.traces;

import dev.diptych.model.table.Table;
import java.util.List;
import java.util.stream.IntStream;

/** Tables as text, to compare and to read in a failure's message. */
final class Rows {
    private Rows() {}

    static List<String> of(Table table) {
        return IntStream.range(0, table.rows())
                .mapToObj(row -> table.columns().stream()
                        .map(column -> column.get(row))
                        .toList()
                        .toString())
                .toList();
    }
}
