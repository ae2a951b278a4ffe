package dev.diptych.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartTest {
    @Test
    void partsAreDisjointAndTogetherTheWhole() {
        List<Integer> all = List.of(10, 11, 12, 13, 14);
        assertThat(Part.of("1/2").from(all)).containsExactly(10, 12, 14);
        assertThat(Part.of("2/2").from(all)).containsExactly(11, 13);
        assertThat(Part.of("1/1").from(all)).isEqualTo(all);
        assertThat(Part.of("7/9").from(all)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "0/2", "3/2", "1/0", "-1/2", "1/2/3", "a/b", "1/99999999"})
    void refusesWhatIsNoPart(String text) {
        assertThatThrownBy(() -> Part.of(text))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--part " + text);
    }
}
