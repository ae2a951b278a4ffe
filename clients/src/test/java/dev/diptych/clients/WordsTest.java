package dev.diptych.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.random.Philox;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void sayTheSameToWhoReadsThem() {
        for (int i = 0; i < 1000; i++) {
            long word = Philox.bits64(3, 0, i);
            assertThat(RequestWord.of(word).word()).isEqualTo(word);
        }
        ResponseWord response = new ResponseWord(65_535, Outcome.TOO_LARGE, 4095, (1 << 24) - 1);
        assertThat(ResponseWord.of(response.word())).isEqualTo(response);
    }

    @Test
    void differFromThoseOfTheLapBeforeAtAnyTime() {
        RegionLayout layout = new RegionLayout(RegionLayout.MOST_SLOTS, 0, 8);
        for (long position = 0; position < 1 << 18; position++) {
            assertThat(RequestWord.sequenceAt(position + layout.slots()))
                    .isNotEqualTo(RequestWord.sequenceAt(position));
        }
        // Nor is a ring of zeros full of requests.
        for (long position = 0; position < layout.slots(); position++) {
            assertThat(RequestWord.sequenceAt(position)).isNotZero();
        }
    }

    @Test
    void lieWhereNothingElseDoes() {
        RegionLayout layout = new RegionLayout(8, 100, 200);
        BitSet used = new BitSet();
        mark(used, layout.announcedOffset(), 8);
        for (int i = 0; i < 8; i++) {
            mark(used, layout.requestOffset(i), 8);
            mark(used, layout.responseOffset(i), 8);
            mark(used, layout.inputOffset(i), 100);
            mark(used, layout.outputOffset(i), 200);
        }
        assertThat(used.length()).isLessThanOrEqualTo(layout.bytes());
    }

    private static void mark(BitSet used, int offset, int bytes) {
        assertThat(used.get(offset, offset + bytes).isEmpty()).isTrue();
        used.set(offset, offset + bytes);
    }

    @Test
    void ofAGreetingComeBack() {
        Greeting greeting =
                new Greeting(Path.of("/proc/1/fd/2"), new RegionLayout(8, 100, 200), List.of("a model", "b"));
        String text = greeting.text();
        assertThat(Greeting.of(text)).isEqualTo(greeting);
        for (int length = 0; length < text.length(); length++) {
            assertThat(Greeting.isComplete(text.substring(0, length)))
                    .as(text.substring(0, length))
                    .isFalse();
        }
        assertThat(Greeting.isComplete(text)).isTrue();
        assertThatThrownBy(() -> Greeting.of("HTTP/1.1 400 Bad Request\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no server of this version");
    }

    @Test
    void areRefusedWhereTheyWouldNotFit() {
        RegionLayout small = new RegionLayout(8, 100, 200);
        assertThatThrownBy(() -> new Greeting(Path.of("x"), small, List.of("two\nlines")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("of one line");
        assertThatThrownBy(() -> new Greeting(Path.of("x"), small, Collections.nCopies(4097, "m")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("4096 models at most");
        assertThatThrownBy(() -> new Greeting(Path.of("x"), small, Collections.nCopies(100, "m".repeat(1000))))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new RegionLayout(3, 8, 8)).hasMessageContaining("power of two");
        assertThatThrownBy(() -> new RegionLayout(4, 1 << 24, 8)).hasMessageContaining("at most 16777215");
        assertThatThrownBy(() -> new RegionLayout(4096, 1 << 20, 8)).hasMessageContaining("more than 2 GiB");
    }
}
