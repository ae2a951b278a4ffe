package dev.diptych.systems.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.placement.Hotness;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class HistogramReadsTest {
    private static final int KEYS = 1000;
    private static final EmbeddingTable TABLE = new EmbeddingTable(8192, 64, false, 1);
    /** 20 entries read 30 times, 580 read 2 times, 1400 once, 5000 never: 3160 reads, of which 44 % were singletons. */
    private static final Hotness RECORDED = new Hotness(
            "recorded",
            List.of(
                    new Hotness.Level(20, List.of(30.0)),
                    new Hotness.Level(580, List.of(2.0)),
                    new Hotness.Level(1400, List.of(1.0)),
                    new Hotness.Level(5000, List.of(0.0))),
            List.of(316.0));

    @Test
    void readsNoKeyTwiceInABatch() {
        Bytes keys = HistogramReads.of(RECORDED, 1).keys(TABLE, KEYS, 7, 0);

        assertThat(ranks(keys)).hasSize(KEYS);
    }

    @Test
    void givesEachLevelItsPart() {
        int[] ofLevel = new int[4];
        for (long rank : ranks(HistogramReads.of(RECORDED, 1).keys(TABLE, KEYS, 7, 3))) {
            ofLevel[rank < 20 ? 0 : rank < 600 ? 1 : rank < 2000 ? 2 : 3]++;
        }

        // A tenth of all reads goes to entries never seen; the hottest level has 20 entries for 171 reads, and the next
        // gets the rest.
        assertThat(ofLevel[0]).isEqualTo(20);
        assertThat(ofLevel[0] + ofLevel[1]).isCloseTo((int) (900 * 1760 / 3160.0), within(1));
        assertThat(ofLevel[3]).isCloseTo(100, within(1));
    }

    @Test
    void drawsOthersInTheNextBatch() {
        HistogramReads reads = HistogramReads.of(RECORDED, 1);

        assertThat(ranks(reads.keys(TABLE, KEYS, 7, 0))).isNotEqualTo(ranks(reads.keys(TABLE, KEYS, 7, 1)));
        assertThat(reads.keys(TABLE, KEYS, 7, 0)).isEqualTo(reads.keys(TABLE, KEYS, 7, 0));
    }

    @Test
    void keepsAllReadsOfASmallerTable() {
        Hotness half = HistogramReads.of(RECORDED, 2).hotness("half", 0);

        assertThat(half.entries()).isEqualTo(3500);
        assertThat(half.reads(0)).isCloseTo(RECORDED.reads(0), within(1e-6));
        assertThat(half.unseenShare(0)).isCloseTo(RECORDED.unseenShare(0), within(1e-9));
    }

    @Test
    void joinsLevelsThatAreTooSmall() {
        Hotness small = HistogramReads.of(RECORDED, 100).hotness("small", 0);

        assertThat(small.levels()).hasSize(3);
        assertThat(small.reads(0)).isCloseTo(RECORDED.reads(0), within(1e-6));
    }

    @Test
    void refusesMoreKeysThanThereAreEntries() {
        assertThatThrownBy(() -> HistogramReads.of(RECORDED, 1).keys(TABLE, 9000, 7, 0))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'keys' is 9000");
        assertThatThrownBy(() -> HistogramReads.of(RECORDED, 100_000))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'hotnessScale' is 100000");
    }

    private static Set<Long> ranks(Bytes keys) {
        Map<Long, Long> rankOf = new HashMap<>();
        EmbeddingTable.Names names = TABLE.names();
        for (long rank = 0; rank < TABLE.entries(); rank++) {
            rankOf.put(names.key(rank), rank);
        }
        Set<Long> ranks = new HashSet<>();
        for (int i = 0; i < keys.size() / Long.BYTES; i++) {
            ranks.add(rankOf.get(keys.getLong(i * Long.BYTES)));
        }
        return ranks;
    }
}
