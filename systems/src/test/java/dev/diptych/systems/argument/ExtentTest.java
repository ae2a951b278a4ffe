package dev.diptych.systems.argument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Dim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExtentTest {
    @Test
    void readsOneTwoOrThreeNumbers() {
        assertThat(Extent.grid("2147483647")).isEqualTo(Dim.of(Integer.MAX_VALUE));
        assertThat(Extent.grid("3,65535")).isEqualTo(new Dim(3, 65_535, 1));
        assertThat(Extent.block("4,4,64")).isEqualTo(new Dim(4, 4, 64));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | should be X, X,Y or X,Y,Z",
                "32x2 | should be X, X,Y or X,Y,Z",
                "32, | should be X, X,Y or X,Y,Z",
                "1,2,3,4 | should be X, X,Y or X,Y,Z",
                "0 | X should be 1 to 1024, but is 0",
                "1,1,65 | Z should be 1 to 64, but is 65",
                "4294967297 | X should be 1 to 1024",
                "64,32 | is 2048 threads; a block has at most 1024"
            })
    void refusesABlock(String text, String reason) {
        assertThatThrownBy(() -> Extent.block(text))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("--block " + text)
                .hasMessageContaining(reason);
    }
}
