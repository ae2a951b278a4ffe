package dev.diptych.cli.ptx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.systems.argument.ElementType;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ArrayTextTest {
    @Test
    void printsASmallArrayWhole() {
        assertThat(ArrayText.of(ElementType.I32, List.of(4L), index -> 5 * index - 5))
                .isEqualTo("[-5  0  5 10]");
    }

    @Test
    void printsTheEndsOfALongOne() {
        assertThat(ArrayText.of(ElementType.U8, List.of(100L), index -> index)).isEqualTo("[ 0  1  2 ... 97 98 99]");
    }

    @Test
    void printsRowsBelowEachOther() {
        assertThat(ArrayText.of(ElementType.F32, List.of(2L, 2L), index -> Float.floatToIntBits(index / 2f)))
                .isEqualTo("[[0.0 0.5]\n [1.0 1.5]]");
    }

    @Test
    void leavesOutRowsAndColumns() {
        assertThat(ArrayText.of(ElementType.U16, List.of(8L, 7L), index -> index)
                        .lines())
                .containsExactly(
                        "[[ 0  1  2 ...  4  5  6]",
                        " [ 7  8  9 ... 11 12 13]",
                        " [14 15 16 ... 18 19 20]",
                        " ...",
                        " [35 36 37 ... 39 40 41]",
                        " [42 43 44 ... 46 47 48]",
                        " [49 50 51 ... 53 54 55]]");
    }

    @Test
    void printsASingleNumberWithoutBrackets() {
        assertThat(ArrayText.of(ElementType.I64, List.of(), index -> -7)).isEqualTo("-7");
    }

    @Test
    void printsAnEmptyArray() {
        assertThat(ArrayText.of(ElementType.F32, List.of(0L), index -> 1)).isEqualTo("[]");
    }
}
