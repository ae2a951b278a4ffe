package dev.diptych.systems.arrivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class KindsTest {
    @Test
    void withoutWeightsAllAreOfKindZero() {
        Kinds kinds = new Kinds("poisson", List.of(), 1);
        for (long id = 0; id < 100; id++) {
            assertThat(kinds.of(id)).isZero();
        }
    }

    /** 20,000 draws of a share p stray by sqrt(p (1 - p) / 20,000): 0.0035 at most, of which three are allowed. */
    @Test
    void kindsComeByTheirWeights() {
        Kinds kinds = new Kinds("poisson", List.of(6.0, 0.0, 3.0, 1.0), 1);
        double[] share = new double[4];
        for (long id = 0; id < 20_000; id++) {
            share[kinds.of(id)] += 1 / 20_000.0;
        }
        assertThat(share[0]).isCloseTo(0.6, Offset.offset(0.0105));
        assertThat(share[1]).isZero();
        assertThat(share[2]).isCloseTo(0.3, Offset.offset(0.0105));
        assertThat(share[3]).isCloseTo(0.1, Offset.offset(0.0105));
    }

    @Test
    void aRequestsKindHangsOnItsIdAndTheSeedAlone() {
        Kinds kinds = new Kinds("poisson", List.of(1.0, 1.0), 1);
        Kinds again = new Kinds("uniform", List.of(1.0, 1.0), 1);
        Kinds other = new Kinds("poisson", List.of(1.0, 1.0), 2);
        int differences = 0;
        for (long id = 999; id >= 0; id--) {
            assertThat(again.of(id)).isEqualTo(kinds.of(id));
            differences += kinds.of(id) == other.of(id) ? 0 : 1;
        }
        assertThat(differences).isBetween(400, 600);
    }

    @Test
    void refusesWeightsThatAreNone() {
        assertThatThrownBy(() -> new Kinds("poisson", List.of(1.0, -1.0), 1))
                .isInstanceOf(InputException.class)
                .hasMessage("arrivals 'poisson': weight -1.0 of kind 1 is negative");
        assertThatThrownBy(() -> new Kinds("poisson", List.of(0.0), 1))
                .isInstanceOf(InputException.class)
                .hasMessage("arrivals 'poisson': no weight of 'kinds' is positive");
    }
}
