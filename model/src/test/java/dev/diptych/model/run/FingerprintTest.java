package dev.diptych.model.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Copy;
import dev.diptych.model.op.Write;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    private static final Buffer BUFFER = new Buffer(0, new Gpu(0), 64);

    /** Recorded logs hold fingerprints: were the function to change, no recorded run would replay. */
    @Test
    void neverChanges() {
        assertThat(new Fingerprint().add(1).add(2).add(3).hex()).isEqualTo("058922656cf323f2");
        assertThat("%016x".formatted(Fingerprint.of(new Copy(BUFFER.slice(0, 8), BUFFER.slice(8, 8)))))
                .isEqualTo("950f36051a116ce9");
    }

    @Test
    void tellsOrderAndContentApart() {
        assertThat(new Fingerprint().add(1).add(2).value())
                .isNotEqualTo(new Fingerprint().add(2).add(1).value());
        assertThat(Fingerprint.of(new Write(Bytes.ofInts(1, 2), BUFFER.slice(0, 8))))
                .isNotEqualTo(Fingerprint.of(new Write(Bytes.ofInts(2, 1), BUFFER.slice(0, 8))));
    }
}
