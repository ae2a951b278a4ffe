package dev.diptych.model.table;

import java.util.List;

/** Columns of the same length, under a name. */
public final class Table {
    private final String name;
    private final List<Column> columns;

    public Table(String name, Column... columns) {
        this.name = name;
        this.columns = List.of(columns);
    }

    public String name() {
        return name;
    }

    public List<Column> columns() {
        return columns;
    }

    public int rows() {
        return columns.get(0).size();
    }

    /**
     * Returns the column of a name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public Column column(String columnName) {
        for (Column column : columns) {
            if (column.name().equals(columnName)) {
                return column;
            }
        }
        throw new IllegalArgumentException("table '%s' has no column '%s'; known: %s"
                .formatted(name, columnName, columns.stream().map(Column::name).toList()));
    }

    /** Appends a row, a value for each column in order, and returns its index. */
    public int add(long... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(
                    "table '%s' has %d columns, the row %d".formatted(name, columns.size(), values.length));
        }
        int row = rows();
        for (int i = 0; i < values.length; i++) {
            columns.get(i).add(values[i]);
        }
        return row;
    }
}
