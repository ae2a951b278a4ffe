package dev.diptych.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.hw.Platforms;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.run.Backend;
import dev.diptych.model.run.BackendPlugin;
import dev.diptych.systems.bundle.Bundle;
import dev.diptych.systems.bundle.Draws;
import dev.diptych.systems.bundle.Expected;
import dev.diptych.systems.bundle.InferenceProgram;
import dev.diptych.systems.network.Lowering;
import dev.diptych.systems.network.Network;
import dev.diptych.systems.network.NetworkFile;
import dev.diptych.systems.network.NetworkParameters;
import dev.diptych.systems.network.Reference;
import dev.diptych.traces.NpyType;
import dev.diptych.traces.NpzFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kernel of layers on the simulator against the plain reference, over extents that are no multiples of anything. */
class NetworkKernelsTest {
    private static final double ROUNDING = 0x1p-24;
    private static final long SEED = 5;

    @TempDir
    Path directory;

    private record Outcome(Bundle bundle, Network network, Expected expected, Bytes results) {}

    private Outcome run(String input, String layers, int batch) throws IOException {
        Path file = directory.resolve("layers.yaml");
        Files.writeString(file, "name: test\ninput: %s\nlayers: %s\n".formatted(input, layers));
        Network network = NetworkFile.read(file, OptionalInt.empty());
        return run(network, NetworkParameters.drawn(network, SEED), batch);
    }

    private static Outcome run(Network network, NetworkParameters parameters, int batch) {
        Bundle bundle = Lowering.compile(network, parameters, batch);
        Expected expected = Reference.expected(network, parameters, SEED, batch);
        float[] images = new float[batch * network.input().count()];
        for (int image = 0; image < batch; image++) {
            float[] one = expected.images().get(image);
            System.arraycopy(one, 0, images, image * one.length, one.length);
        }
        return new Outcome(bundle, network, expected, onSimulator(bundle, images));
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // The backend is given its own defaults.
    private static Bytes onSimulator(Bundle bundle, float[] images) {
        InferenceProgram program = new InferenceProgram(bundle, List.of(images), 1);
        BackendPlugin sim = Plugins.find(BackendPlugin.class, "backend", "sim");
        try (Backend backend = sim.open(Platforms.load("h200"), 1, sim.defaults())) {
            backend.run(program, List.of());
        }
        return program.results().get(0);
    }

    private static List<String> kernels(Outcome outcome) {
        return outcome.bundle().kernels().stream()
                .map(kernel -> kernel.kernel().entry())
                .toList();
    }

    private static void assertWithin(Outcome outcome, double bound) {
        int each = outcome.network().output().count();
        float[] results = Draws.floats(outcome.results());
        double largest = 0;
        for (int i = 0; i < results.length; i++) {
            double expected = outcome.expected().outputs().get(i / each)[i % each];
            assertThat(Math.abs(results[i] - expected))
                    .as("result %d, which should be %s", i, expected)
                    .isLessThanOrEqualTo(bound);
            largest = Math.max(largest, Math.abs(expected));
        }
        // Else zeros would pass.
        assertThat(largest).isGreaterThan(20 * bound);
    }

    /**
     * Returns a bound that holds for any order of sums: n terms are off by at most n roundings of the sum of their sizes. Weights are below sqrt(6 / n), images
     * below 1, so that is below sqrt(6 n); a norm makes it larger by up to 1.5 / sqrt(0.5), and adds, like a bias, numbers below 2; a few roundings are those
     * of folded weights and of the end.
     */
    private static double boundOf(int terms) {
        return (terms + 6) * ROUNDING * (2.2 * (Math.sqrt(6.0 * terms) + 1) + 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // input | channels, window, stride, padding | batch | terms | kernel
                "[3, 9, 7]    | 5  | [3]    | 2 | [1]    | 1 | 27   | convolve_flat_32",
                "[1, 11, 4]   | 33 | [5, 2] | 1 | [2, 0] | 3 | 10   | convolve_flat_32",
                "[15, 6, 6]   | 34 | [3]    | 3 | [2]    | 2 | 135  | convolve_flat_32",
                "[3, 57, 57]  | 101| [3]    | 1 | [1]    | 1 | 27   | convolve_flat_64",
                "[16, 5, 5]   | 33 | [3]    | 1 | [1]    | 1 | 144  | convolve_32",
                "[17, 8, 5]   | 70 | [1]    | 1 | [0]    | 2 | 17   | convolve_32",
                "[20, 6, 9]   | 7  | [1, 7] | 1 | [0, 3] | 1 | 140  | convolve_32",
                "[40, 7, 7]   | 3  | [5]    | 3 | [2]    | 2 | 1000 | convolve_32",
                "[300, 3, 3]  | 65 | [3]    | 1 | [1]    | 1 | 2700 | convolve_32",
                "[32, 41, 41] | 101| [1]    | 1 | [0]    | 2 | 32   | convolve_64",
                "[17, 14, 27] | 33 | [3]    | 1 | [1]    | 2 | 153  | convolve_64"
            })
    void convolvesAsTheReference(
            String input, int channels, String window, int stride, String padding, int batch, int terms, String kernel)
            throws IOException {
        String convolution = "{kind: convolution, channels: %d, window: %s, stride: %d, padding: %s}"
                .formatted(channels, window, stride, padding);

        Outcome plain = run(input, "[%s]".formatted(convolution), batch);

        assertThat(kernels(plain)).contains(kernel);
        assertWithin(plain, boundOf(terms));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[5, 9, 7]  | [3]    | 1 | [1]    | 2 | 9",
                "[33, 6, 11]| [3]    | 2 | [1]    | 1 | 9",
                "[2, 40, 3] | [5, 2] | 1 | [2, 1] | 3 | 10",
            })
    void convolvesEachChannelAsTheReference(
            String input, String window, int stride, String padding, int batch, int terms) throws IOException {
        Outcome outcome = run(
                input,
                "[{kind: depthwise, window: %s, stride: %d, padding: %s}]".formatted(window, stride, padding),
                batch);

        assertThat(kernels(outcome)).containsExactly("convolve_depthwise");
        assertWithin(outcome, boundOf(terms));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 5, 1", "7, 3, 2, 33, 3", "130, 1, 1, 4, 2", "10, 10, 10, 9, 1"})
    void multipliesDenseLayersAsTheReference(int channels, int height, int width, int outputs, int batch)
            throws IOException {
        Outcome outcome = run(
                "[%d, %d, %d]".formatted(channels, height, width),
                "[{kind: dense, channels: %d}]".formatted(outputs),
                batch);

        assertWithin(outcome, boundOf(channels * height * width));
    }

    /** Of an image below 1. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-pool     | window: [3], stride: 2, padding: [1]",
                "max-pool     | window: [3], stride: 2, ceil: true",
                "max-pool     | window: [2, 5], stride: 3, padding: [1, 2]",
                "average-pool | window: [3], stride: 2, padding: [1]",
                "average-pool | window: [3], stride: 2, padding: [1], ceil: true, countPadding: true",
                "average-pool | window: [2, 5]",
            })
    void poolsAsTheReference(String kind, String settings) throws IOException {
        Outcome outcome = run("[5, 11, 8]", "[{kind: %s, %s}]".formatted(kind, settings), 3);

        assertWithin(outcome, 16 * ROUNDING);
    }

    @ParameterizedTest
    @CsvSource({"5, 7, 7", "2, 1, 1", "3, 40, 13"})
    void averagesChannelsAsTheReference(int channels, int height, int width) throws IOException {
        Outcome outcome = run("[%d, %d, %d]".formatted(channels, height, width), "[{kind: global-pool}]", 2);

        // The sum of n numbers below 1, over n.
        assertWithin(outcome, (height * width + 2) * ROUNDING / 10);
    }

    /** Exponentials of differences below 2, each within 2 units in the last place, sums of them, and quotients. */
    @ParameterizedTest
    @CsvSource({"1", "5", "300"})
    void softmaxIsAsTheReference(int numbers) throws IOException {
        Outcome outcome = run("[%d, 1, 1]".formatted(numbers), "[{kind: softmax}]", 2);

        assertWithin(outcome, 1.0 / numbers * 8 * (numbers + 16) * ROUNDING / 4);
    }

    @Test
    void computesWithWeightsFromAFileAsTheReference() throws IOException {
        Path layers = directory.resolve("layers.yaml");
        Files.writeString(layers, """
                name: test
                input: [3, 9, 7]
                layers: [{kind: convolution, name: conv, channels: 5, window: [3, 2]}, {kind: norm, name: bn}, {kind: relu},
                  {kind: depthwise, window: [3]}, {kind: dense, name: fc, channels: 4}]
                """);
        Map<String, NpzFile.Contents> arrays = new LinkedHashMap<>();
        arrays.put("conv.weight", eighths(5, 3, 3, 2));
        arrays.put("bn.weight", eighths(5));
        arrays.put("bn.bias", eighths(5));
        arrays.put("bn.running_mean", eighths(5));
        arrays.put("bn.running_var", eighths(5));
        arrays.put("layer4.weight", eighths(5, 1, 3, 3));
        arrays.put("fc.weight", eighths(4, 5 * 5 * 4));
        arrays.put("fc.bias", eighths(4));
        Path weights = directory.resolve("weights.npz");
        NpzFile.write(weights, arrays);
        Network network = NetworkFile.read(layers, OptionalInt.empty());

        Outcome outcome = run(network, NetworkParameters.read(weights, network), 2);

        assertWithin(outcome, outcome.expected().tolerance());
    }

    /** Returns eighths from 1 to 7, so that their order matters. */
    private static NpzFile.Contents eighths(int... shape) {
        float[] numbers = new float[IntStream.of(shape).reduce(1, (one, other) -> one * other)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (i % 7 + 1) / 8f;
        }
        return new NpzFile.Contents(
                NpyType.F32, IntStream.of(shape).asLongStream().boxed().toList(), Draws.bytes(numbers));
    }

    /** What no layer with weights can take in: a kernel each. */
    @Test
    void layersThatStandAloneAreAsTheReference() throws IOException {
        Outcome outcome = run("[6, 5, 3]", """
                [{kind: norm, name: a}, {kind: relu6, from: [input], name: b}, {kind: add, from: [a, b], name: c},
                 {kind: relu, name: d}, {kind: concat, from: [d, c, a, d]}]
                """, 2);

        assertThat(kernels(outcome))
                .containsExactly(
                        "scale_channels",
                        "place_channels",
                        "add_tensors",
                        "place_channels",
                        "place_channels",
                        "place_channels",
                        "place_channels",
                        "place_channels");
        assertWithin(outcome, 8 * 8 * ROUNDING);
    }

    /** Norm, addition and activation in one kernel; with shared sums, in the one that brings them together. */
    @ParameterizedTest
    @CsvSource({"20, 12, relu", "300, 12, relu6"})
    void whatComesBehindConvolutionsIsDoneInTheirKernels(int channels, int width, String activation)
            throws IOException {
        String layers = """
                [{kind: convolution, name: a, channels: 9, window: [1]},
                 {kind: convolution, from: [input], channels: 9, window: [3], padding: [1]}, {kind: norm, name: b},
                 {kind: add, from: [b, a]}, {kind: %s}]
                """.formatted(activation);

        Outcome outcome = run("[%d, 3, %d]".formatted(channels, width), layers, 1);

        assertThat(kernels(outcome)).allMatch(name -> name.startsWith("convolve_") || name.equals("sum_splits"));
        assertWithin(outcome, boundOf(9 * channels) + boundOf(channels));
    }

    @Test
    void partsOfAConcatenationAreStoredInTheirPlaces() throws IOException {
        Outcome outcome = run("[17, 5, 5]", """
                [{kind: convolution, channels: 5, window: [1]}, {kind: relu, name: a},
                 {kind: depthwise, from: [input], window: [3], padding: [1], name: b},
                 {kind: convolution, from: [input], channels: 3, window: [3], padding: [1], name: c},
                 {kind: concat, from: [a, b, c]}]
                """, 2);

        assertThat(kernels(outcome)).noneMatch("place_channels"::equals);
        assertWithin(outcome, boundOf(9 * 17));
    }
}
