package dev.diptych.model.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PhiloxTest {
    /** The known-answer vectors published with Random123 (Salmon et al., SC'11). */
    @Test
    void givesThePublishedVectors() {
        assertThat(block(0, 0, 0, 0, 0, 0)).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        assertThat(block(-1, -1, -1, -1, -1, -1)).containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        assertThat(block(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0))
                .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    @Test
    void staysBelowItsBoundAndReachesBothEnds() {
        long[] drawn =
                LongStream.range(0, 10_000).map(i -> Philox.below(7, 1, 2, i)).toArray();
        assertThat(drawn).containsOnly(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void multiplyHighTreatsBitsAsUnsigned() {
        // Half of all 64-bit words are negative as Java numbers; taken as signed, they would give negative results.
        assertThat(LongStream.range(0, 1000)
                        .map(i -> Philox.below(Long.MAX_VALUE, 3, 4, i))
                        .min()
                        .orElseThrow())
                .isNotNegative();
    }

    @Test
    void drawsDifferBySeedSiteAndIndex() {
        assertThat(new long[] {
                    Philox.bits64(1, 1, 1),
                    Philox.bits64(2, 1, 1),
                    Philox.bits64(1, 2, 1),
                    Philox.bits64(1, 1, 2),
                    Philox.bits64(1L << 40, 1, 1)
                })
                .doesNotHaveDuplicates();
    }

    @Test
    void unitIsUniform() {
        double mean = LongStream.range(0, 100_000)
                .mapToDouble(i -> Philox.unit(5, 0, i))
                .average()
                .orElseThrow();
        // The standard error of the mean of 100 000 uniform numbers is 0.0009; the bar is at five of them.
        assertThat(mean).isBetween(0.4954, 0.5046);
    }

    @Test
    void refusesABoundBelowOne() {
        assertThatThrownBy(() -> Philox.below(0, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static int[] block(int c0, int c1, int c2, int c3, int k0, int k1) {
        int[] out = new int[4];
        Philox.block(c0, c1, c2, c3, k0, k1, out);
        return out;
    }
}
