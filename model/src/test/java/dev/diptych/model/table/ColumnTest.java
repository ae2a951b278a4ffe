package dev.diptych.model.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ColumnTest {
    /** Three pages of 2^16 rows, the last one begun. */
    private static final int ROWS = (1 << 17) + 3;

    private static Column filled(Column.Type type) {
        Column column = new Column("c", type);
        for (int row = 0; row < ROWS; row++) {
            column.add(valueOf(row, type));
        }
        return column;
    }

    private static long valueOf(long row, Column.Type type) {
        return type == Column.Type.I32 ? Integer.MIN_VALUE + row : Long.MAX_VALUE - row;
    }

    @ParameterizedTest
    @EnumSource
    void rowsKeepTheirValuesOverPages(Column.Type type) {
        Column column = filled(type);

        assertThat(column.size()).isEqualTo(ROWS);
        for (int row = 0; row < ROWS; row++) {
            assertThat(column.get(row)).isEqualTo(valueOf(row, type));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRowThatIsSetChangesNoOther(Column.Type type) {
        Column column = filled(type);

        for (int row : new int[] {0, 15, 16, (1 << 16) - 1, 1 << 16, ROWS - 1}) {
            column.set(row, -7);
        }

        assertThat(column.get(15)).isEqualTo(-7);
        assertThat(column.get(1 << 16)).isEqualTo(-7);
        for (int row : new int[] {1, 14, 17, (1 << 16) - 2, (1 << 16) + 1, ROWS - 2}) {
            assertThat(column.get(row)).isEqualTo(valueOf(row, type));
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsBeyondTheLastAreRefused(Column.Type type) {
        Column column = new Column("c", type);
        column.add(1);

        assertThatThrownBy(() -> column.get(1))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("column 'c' has 1 rows, not row 1");
        assertThatThrownBy(() -> column.set(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
