package dev.diptych.systems.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.InputException;
import dev.diptych.systems.bundle.Draws;
import dev.diptych.traces.NpyType;
import dev.diptych.traces.NpzFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsFileTest {
    @TempDir
    Path directory;

    private final Map<String, NpzFile.Contents> arrays = new LinkedHashMap<>();

    private void array(String name, List<Long> shape, float... numbers) {
        arrays.put(name, new NpzFile.Contents(NpyType.F32, shape, Draws.bytes(numbers)));
    }

    private Network network(String input, String layers) throws IOException {
        Path file = directory.resolve("n.yaml");
        Files.writeString(file, "name: n\ninput: %s\nlayers: %s\n".formatted(input, layers));
        return NetworkFile.read(file, OptionalInt.empty());
    }

    private NetworkParameters read(Network network) {
        Path file = directory.resolve("w.npz");
        NpzFile.write(file, arrays);
        return NetworkParameters.read(file, network);
    }

    private double[] results(String input, String layers, float... image) throws IOException {
        Network network = network(input, layers);
        return Reference.of(network, read(network), image);
    }

    @Test
    void weightsOfAConvolutionAreOutputInputRowColumn() throws IOException {
        array("c.weight", List.of(2L, 2L, 1L, 2L), 1, 10, 100, 1000, 0, 0, 0, 1);
        array("c.bias", List.of(2L), 0.5f, 0);

        double[] made =
                results("[2, 1, 3]", "[{kind: convolution, name: c, channels: 2, window: [1, 2]}]", 1, 2, 3, 4, 5, 6);

        assertThat(made).containsExactly(1 + 20 + 400 + 5000 + 0.5, 2 + 30 + 500 + 6000 + 0.5, 5, 6);
    }

    @Test
    void weightsOfADepthwiseConvolutionAreChannelOneRowColumn() throws IOException {
        array("layer1.weight", List.of(2L, 1L, 2L, 1L), 1, 10, 100, 1000);

        double[] made = results("[2, 2, 2]", "[{kind: depthwise, window: [2, 1]}]", 1, 2, 3, 4, 5, 6, 7, 8);

        assertThat(made).containsExactly(1 + 30, 2 + 40, 500 + 7000, 600 + 8000);
    }

    @Test
    void weightsOfADenseLayerAreOutputInput() throws IOException {
        array("fc.weight", List.of(2L, 3L), 1, 10, 100, 0, 0, 1);
        array("fc.bias", List.of(2L), 0, 7);

        assertThat(results("[3, 1, 1]", "[{kind: dense, name: fc, channels: 2}]", 1, 2, 3))
                .containsExactly(321, 10);
    }

    @Test
    void aNormHasFourArraysAndPerhapsACountOfBatches() throws IOException {
        array("bn.weight", List.of(1L), 6);
        array("bn.bias", List.of(1L), 1);
        array("bn.running_mean", List.of(1L), 2);
        array("bn.running_var", List.of(1L), 9);
        arrays.put("bn.num_batches_tracked", new NpzFile.Contents(NpyType.I64, List.of(), Draws.bytes(new float[] {0, 0
        })));

        double[] made = results("[1, 1, 1]", "[{kind: norm, name: bn}]", 5);

        assertThat(made[0]).isCloseTo(7, within(1e-5));
    }

    @Test
    void aBiasThatIsNotThereIsZero() throws IOException {
        array("fc.weight", List.of(1L, 1L), 3);

        assertThat(results("[1, 1, 1]", "[{kind: dense, name: fc, channels: 1}]", 5))
                .containsExactly(15);
    }

    private void assertRefused(String layers, String fragment) throws IOException {
        Network network = network("[3, 4, 4]", layers);

        assertThatThrownBy(() -> read(network))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("w.npz: ")
                .hasMessageContaining(fragment);
    }

    private static float[] zeros(long... shape) {
        return new float[(int) LongStream.of(shape).reduce(1, (one, other) -> one * other)];
    }

    @Test
    void namesAnArrayThatIsMissing() throws IOException {
        assertRefused(
                "[{kind: relu}, {kind: convolution, channels: 2, window: [3]}]",
                "has no array 'layer2.weight'; layer 2, convolution wants float32 of [2, 3, 3, 3]");
        array("fc.weight", List.of(2L, 48L), zeros(2, 48));
        array("fc.bais", List.of(2L), zeros(2));
        assertRefused("[{kind: dense, name: fc, channels: 2}]", "array 'fc.bais' belongs to no layer of 'n'");
    }

    @Test
    void namesAnArrayOfAnotherShapeOrType() throws IOException {
        String dense = "[{kind: dense, name: fc, channels: 2}]";
        array("fc.weight", List.of(48L, 2L), zeros(48, 2));
        assertRefused(dense, "array 'fc.weight' is f32 of [48, 2]; layer 1 'fc', dense wants float32 of [2, 48]");
        arrays.put("fc.weight", new NpzFile.Contents(NpyType.I32, List.of(2L, 48L), Draws.bytes(zeros(2, 48))));
        assertRefused(dense, "array 'fc.weight' is i32 of [2, 48]");
        array("fc.weight", List.of(2L, 48L), zeros(2, 48));
        array("fc.bias", List.of(1L), zeros(1));
        assertRefused(dense, "array 'fc.bias' is f32 of [1]; layer 1 'fc', dense wants float32 of [2]");
    }

    @Test
    void namesAnArrayThatTwoLayersTake() throws IOException {
        array("layer2.weight", List.of(48L, 48L), zeros(48, 48));

        assertRefused(
                "[{kind: dense, name: layer2, channels: 48}, {kind: dense, channels: 48}]",
                "array 'layer2.weight' is that of two layers; layer 2, dense is one of them");
    }
}
