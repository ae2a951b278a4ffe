package dev.diptych.sim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.hw.CacheSpec;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.work.WorkProfile.Touched;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CacheContentsTest {
    private static final Gpu GPU = new Gpu(0);
    private static final int MEGABYTE = 1_000_000;
    private static final int SECTOR_BYTES = 32;
    private static final int SAMPLE = 64;
    private static final int A = 1;
    private static final int B = 2;

    /** Of its size, {@link dev.diptych.sim.work.StreamingHits} keeps 35 MB that come again and again, of 49 MB half and of 63 MB nothing. */
    private final CacheContents contents =
            new CacheContents(GPU, new CacheSpec(50 * MEGABYTE, 46_100_000, 128, 32, 32, 16, 1, 200, 64));

    @Test
    void hitWhatFitsWhenItComesAgain() {
        assertThat(touch(all(A, 35))).isZero();
        assertThat(touch(all(A, 35))).isCloseTo(1, within(1e-6));
        assertThat(touch(all(A, 35))).isCloseTo(1, within(1e-6));
    }

    @Test
    void keepLessTheMoreComesAgain() {
        touch(all(A, 49));
        assertThat(touch(all(A, 49))).isCloseTo(0.5, within(1e-6));

        touch(all(B, 63));
        assertThat(touch(all(B, 63))).isZero();
    }

    @Test
    void countWhatWasTouchedInBetween() {
        touch(all(A, 20));
        touch(all(B, 15));
        assertThat(touch(all(A, 20))).isCloseTo(1, within(1e-6));

        touch(all(B, 29));
        assertThat(touch(all(A, 20))).isCloseTo(0.5, within(1e-6));

        touch(all(B, 43));
        assertThat(touch(all(A, 20))).isZero();
    }

    @Test
    void countWhatOneOperationTouchesTogether() {
        touch(all(A, 20), all(B, 29));
        assertThat(touch(all(A, 20), all(B, 29))).isCloseTo(0.5, within(1e-6));
    }

    @Test
    void tellTheShareOfAllThatAnOperationTouches() {
        touch(all(A, 10));

        assertThat(touch(all(A, 10), all(B, 20))).isCloseTo(1.0 / 3, within(1e-6));
    }

    @Test
    void leaveOutWhatIsElsewhere() {
        Touched far = new Touched(new Gpu(1), A, 40L * MEGABYTE);
        touch(far, all(B, 20));

        assertThat(touch(far)).isZero();
        assertThat(touch(far, all(B, 20))).isCloseTo(1, within(1e-6));
    }

    @Test
    void tellPartsOfABufferApart() {
        touch(part(A, 0, 10));

        assertThat(touch(part(A, 10, 10))).isZero();
        assertThat(touch(part(A, 0, 10))).isCloseTo(1, within(1e-6));
    }

    @Test
    void seeHowFarPartsOfABufferOverlap() {
        touch(part(A, 0, 10));

        // The samples say so, of 64 sectors.
        assertThat(touch(part(A, 5, 10))).isCloseTo(0.5, within(0.15));
    }

    @Test
    void holdTheRingThatFits() {
        touchRing(10, 3);

        for (int i = 0; i < 10; i++) {
            assertThat(touch(part(A, 3 * i, 3))).as("part %d", i).isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void holdNothingOfTheRingThatDoesNot() {
        touchRing(22, 3);

        for (int i = 0; i < 22; i++) {
            assertThat(touch(part(A, 3 * i, 3))).as("part %d", i).isZero();
        }
    }

    /** One that remembers the latest touch of a buffer alone would find the second part nowhere. */
    @Test
    void holdAWholeBufferBesideItsParts() {
        touch(all(A, 30));

        assertThat(touch(part(A, 0, 1))).isCloseTo(1, within(1e-6));
        assertThat(touch(part(A, 1, 1))).isCloseTo(1, within(1e-6));
    }

    @Test
    void holdNoPartOfWhatIsTooMuch() {
        touch(all(A, 100));

        assertThat(touch(part(A, 0, 1))).isZero();
    }

    /** What passed through of A pushed B out, and does so whether the next operation touches a part of A or not. */
    @Test
    void countTheWholeOfWhatAnOperationTouchesAPartOfAgain() {
        touch(all(B, 10));
        touch(all(A, 100));

        assertThat(touch(all(B, 10), part(A, 0, 1))).isZero();
    }

    private double touch(Touched... touched) {
        return contents.touch(List.of(touched));
    }

    private void touchRing(int parts, int megabytes) {
        for (int i = 0; i < parts; i++) {
            assertThat(touch(part(A, megabytes * i, megabytes))).isZero();
        }
    }

    /** So much of a buffer that it does not matter which part, or all of it. */
    private static Touched all(int buffer, int megabytes) {
        return new Touched(GPU, buffer, (long) megabytes * MEGABYTE);
    }

    private static Touched part(int buffer, int firstMegabyte, int megabytes) {
        long first = (long) firstMegabyte * MEGABYTE / SECTOR_BYTES;
        long count = (long) megabytes * MEGABYTE / SECTOR_BYTES;
        List<Long> sample = LongStream.range(first, first + count)
                .map(sector -> sector * 0x9E3779B97F4A7C15L)
                .sorted()
                .limit(SAMPLE)
                .boxed()
                .toList();
        return new Touched(GPU, buffer, (long) megabytes * MEGABYTE, sample);
    }
}
