package dev.diptych.systems.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkFileTest {
    @TempDir
    Path directory;

    private Network read(String input, String layers) throws IOException {
        Path file = directory.resolve("n.yaml");
        Files.writeString(file, "name: n\ninput: %s\nlayers:\n%s\n".formatted(input, layers));
        return NetworkFile.read(file, OptionalInt.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{kind: convolution, channels: 8, window: [3]}                        | 8 x 9 x 5",
                "{kind: convolution, channels: 8, window: [3], padding: [1], stride: 2} | 8 x 6 x 4",
                "{kind: convolution, channels: 8, window: [1, 7], padding: [0, 3]}    | 8 x 11 x 7",
                "{kind: depthwise, window: [2]}                                       | 3 x 10 x 6",
                "{kind: max-pool, window: [3], stride: 3}                             | 3 x 3 x 2",
                "{kind: max-pool, window: [3], stride: 3, ceil: true}                 | 3 x 4 x 3",
                // The last place of either side would begin beyond the image.
                "{kind: max-pool, window: [2], stride: 3, ceil: true, padding: [1]}   | 3 x 4 x 3",
                "{kind: global-pool}                                                  | 3 x 1 x 1",
                "{kind: dense, channels: 10}                                          | 10 x 1 x 1",
                "{kind: relu}                                                         | 3 x 11 x 7",
                "{kind: concat, from: [input, input, input]}                          | 9 x 11 x 7"
            })
    void knowsWhatLayersMake(String layer, String made) throws IOException {
        assertThat(read("[3, 11, 7]", " - " + layer).output()).hasToString(made);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{kind: relu, from: [later]}              | layer 1, relu: takes 'later', which no layer before it is named",
                "{kind: relu, name: input}                | layer 1 'input', relu: a layer before it has that name",
                "{kind: add}                              | layer 1, add: takes 1 results; it should take 2",
                "{kind: concat}                           | layer 1, concat: takes 1 results; it should take 2 or more",
                "{kind: relu, from: [input, input]}       | layer 1, relu: takes 2 results; it should take 1",
                "{kind: relu, stride: 2}                  | layer 1, relu: such a layer has no 'stride'",
                "{kind: max-pool, channels: 2, window: [1]}| layer 1, max-pool: such a layer has no 'channels'",
                "{kind: convolution, channels: 1}         | layer 1, convolution: 'window' should be one number or two, [height, width]",
                "{kind: convolution, window: [1]}         | layer 1, convolution: 'channels' is missing",
                "{kind: dense, channels: 0}               | layer 1, dense: 'channels' is 0; it should be from 1 to 65536",
                "{kind: depthwise, window: [3], stride: 0}| layer 1, depthwise: 'stride' is 0; it should be from 1 to 65536",
                "{kind: depthwise, window: [3], padding: [-1]}| layer 1, depthwise: 'padding' is -1; it should be from 0 to 65536",
                "{kind: depthwise, window: [12, 3]}       | layer 1, depthwise: a window of 12 x 3 finds no place in 3 x 11 x 7 with a padding of 0 and 0",
                "{kind: max-pool, window: [2], padding: [2]}| layer 1, max-pool: padding is to be smaller than the window, or one may lie beyond the image",
            })
    void refusesLayersThatCannotBe(String layer, String reason) {
        assertThatThrownBy(() -> read("[3, 11, 7]", " - " + layer))
                .isInstanceOf(InputException.class)
                .hasMessage("%s: %s", directory.resolve("n.yaml"), reason);
    }

    @Test
    void refusesSumsOfWhatIsNotAlike() {
        assertThatThrownBy(() ->
                        read("[3, 11, 7]", " - {kind: dense, channels: 3, name: a}\n - {kind: add, from: [a, input]}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("layer 2, add: takes 3 x 1 x 1 and 3 x 11 x 7, which should be alike");
    }

    @Test
    void namesTheLineOfAnUnknownKey() {
        assertThatThrownBy(() -> read("[3, 11, 7]", " - {kind: relu}\n - {kind: relu, strides: 2}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("n.yaml:5: no key is named 'strides' here; known: kind, name, from, channels");
    }

    @Test
    void aSizeTakesThePlaceOfTheFiles() throws IOException {
        read("[3, 11, 7]", " - {kind: relu}");

        assertThat(NetworkFile.read(directory.resolve("n.yaml"), OptionalInt.of(5))
                        .output())
                .hasToString("3 x 5 x 5");
        assertThatThrownBy(() -> NetworkFile.read(directory.resolve("n.yaml"), OptionalInt.of(0)))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("a size of 0 pixels; it should be from 1 to 16384");
    }
}
