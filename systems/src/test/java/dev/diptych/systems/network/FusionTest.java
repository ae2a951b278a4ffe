package dev.diptych.systems.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FusionTest {
    private static final OptionalInt NONE = OptionalInt.empty();

    @TempDir
    Path directory;

    private List<Group> groups(String layers) throws IOException {
        Path file = directory.resolve("n.yaml");
        Files.writeString(file, "name: n\ninput: [4, 5, 5]\nlayers:\n" + layers);
        return Fusion.of(NetworkFile.read(file, NONE));
    }

    @Test
    void aConvolutionTakesInWhatComesBehindIt() throws IOException {
        List<Group> groups = groups("""
                - {kind: convolution, channels: 4, window: [1]}
                - {kind: norm, name: a}
                - {kind: add, from: [input, a]}
                - {kind: relu6}
                - {kind: relu}
                """);

        assertThat(groups)
                .containsExactly(
                        new Group(0, OptionalInt.of(1), OptionalInt.of(0), Activation.RELU6, 4, NONE, 0),
                        new Group(4, NONE, NONE, Activation.RELU, 5, NONE, 0));
    }

    /** The second summand's convolution comes last, so it adds. */
    @Test
    void theLaterSummandAdds() throws IOException {
        List<Group> groups = groups("""
                - {kind: convolution, name: a, channels: 4, window: [1]}
                - {kind: convolution, name: b, from: [input], channels: 4, window: [1]}
                - {kind: add, from: [a, b]}
                """);

        assertThat(groups)
                .containsExactly(
                        new Group(0, NONE, NONE, Activation.NONE, 1, NONE, 0),
                        new Group(1, NONE, OptionalInt.of(1), Activation.NONE, 3, NONE, 0));
    }

    @Test
    void whatOthersTakeTooIsStoredAsItIs() throws IOException {
        List<Group> groups = groups("""
                - {kind: convolution, name: a, channels: 4, window: [1]}
                - {kind: relu, name: b}
                - {kind: add, from: [a, b]}
                """);

        assertThat(groups).extracting(Group::made).containsExactly(1, 2, 3);
    }

    @Test
    void aNormBehindAnActivationIsNotFolded() throws IOException {
        List<Group> groups = groups("""
                - {kind: convolution, channels: 4, window: [1]}
                - {kind: relu}
                - {kind: norm}
                """);

        assertThat(groups).extracting(Group::norm).containsExactly(NONE, NONE);
        assertThat(groups).extracting(Group::layer).containsExactly(0, 2);
    }

    @Test
    void partsOfAConcatenationKnowTheirFirstChannel() throws IOException {
        List<Group> groups = groups("""
                - {kind: convolution, name: a, channels: 3, window: [1]}
                - {kind: max-pool, name: b, from: [input], window: [1]}
                - {kind: convolution, name: c, from: [input], channels: 2, window: [1]}
                - {kind: concat, from: [a, b, c]}
                """);

        assertThat(groups).extracting(Group::concat).containsExactly(OptionalInt.of(4), NONE, OptionalInt.of(4), NONE);
        assertThat(groups).extracting(Group::firstChannel).containsExactly(0, 0, 7, 0);
    }
}
