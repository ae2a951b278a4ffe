package dev.diptych.systems.network;

import dev.diptych.model.InputException;
import dev.diptych.systems.bundle.Draws;
import dev.diptych.traces.NpyType;
import dev.diptych.traces.NpzFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * NetworkParameters of layers in a {@code .npz} file: arrays of float32 with the names and shapes of PyTorch's modules, {@code layer.weight}, {@code .bias} and, of a norm,
 * {@code .running_mean} and {@code .running_var}. A layer is called by its name, and as {@code layer7} if it is the seventh and has none.
 */
final class WeightsFile {
    private static final String WEIGHT = "weight";
    private static final String BIAS = "bias";
    /** PyTorch keeps it in a norm; it matters to training alone. */
    private static final String BATCHES = "num_batches_tracked";

    private final Path file;
    private final Network network;
    private final Map<String, NpzFile.Contents> arrays;
    private final Set<String> taken = new HashSet<>();

    WeightsFile(Path file, Network network) {
        this.file = file;
        this.network = network;
        this.arrays = NpzFile.read(file);
    }

    NetworkParameters parameters() {
        List<LayerParameters> layers = new ArrayList<>();
        for (int layer = 0; layer < network.layers().size(); layer++) {
            layers.add(of(layer));
        }
        for (String name : arrays.keySet()) {
            if (!taken.contains(name)) {
                throw new InputException(
                        "%s: array '%s' belongs to no layer of '%s'; layers are called by their names, or layer1, layer2, ..."
                                .formatted(file, name, network.name()));
            }
        }
        return new NetworkParameters(layers);
    }

    private LayerParameters of(int index) {
        Layer layer = network.layers().get(index);
        long channels = network.made(index).channels();
        List<Long> each = List.of(channels);
        return switch (layer.kind()) {
            case CONVOLUTION, DEPTHWISE -> {
                long inputs = layer.kind() == LayerKind.DEPTHWISE
                        ? 1
                        : network.taken(index).get(0).channels();
                yield weighted(
                        index, List.of(channels, inputs, (long) layer.windowHeight(), (long) layer.windowWidth()));
            }
            case DENSE ->
                weighted(index, List.of(channels, (long)
                        network.taken(index).get(0).count()));
            case NORM -> {
                taken.add(name(index, BATCHES));
                yield new LayerParameters(
                        numbers(index, WEIGHT, each),
                        numbers(index, BIAS, each),
                        numbers(index, "running_mean", each),
                        numbers(index, "running_var", each));
            }
            default -> LayerParameters.NONE;
        };
    }

    /** Returns parameters of a layer with weights. A bias that is not there is one of zeros, as of a convolution before a norm. */
    private LayerParameters weighted(int index, List<Long> shape) {
        long channels = shape.get(0);
        float[] bias = arrays.containsKey(name(index, BIAS))
                ? numbers(index, BIAS, List.of(channels))
                : new float[Math.toIntExact(channels)];
        return new LayerParameters(numbers(index, WEIGHT, shape), bias, new float[0], new float[0]);
    }

    private float[] numbers(int index, String parameter, List<Long> shape) {
        String name = name(index, parameter);
        NpzFile.Contents found = arrays.get(name);
        String wanted = "%s wants float32 of %s".formatted(network.what(index), shape);
        if (found == null) {
            throw new InputException("%s: has no array '%s'; %s".formatted(file, name, wanted));
        }
        if (found.type() != NpyType.F32 || !found.shape().equals(shape)) {
            throw new InputException(
                    "%s: array '%s' is %s of %s; %s".formatted(file, name, found.type(), found.shape(), wanted));
        }
        if (!taken.add(name)) {
            throw new InputException("%s: array '%s' is that of two layers; %s is one of them"
                    .formatted(file, name, network.what(index)));
        }
        return Draws.floats(found.bytes());
    }

    private String name(int index, String parameter) {
        return network.layers().get(index).name().orElse("layer" + (index + 1)) + "." + parameter;
    }
}
