package dev.diptych.systems.network;

import dev.diptych.model.InputException;
import dev.diptych.systems.bundle.Draws;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the layers of a network have learned: drawn from a seed, or read from a file. */
public final class NetworkParameters {
    private static final int WEIGHTS = Draws.LAYERS;
    private static final int BIAS = Draws.LAYERS + 1;
    private static final int MEAN = Draws.LAYERS + 2;
    private static final int VARIANCE = Draws.LAYERS + 3;

    private final List<LayerParameters> layers;

    NetworkParameters(List<LayerParameters> layers) {
        this.layers = List.copyOf(layers);
    }

    /** Returns those of a layer, counted from 0. */
    LayerParameters of(int layer) {
        return layers.get(layer);
    }

    /**
     * Returns parameters from a {@code .npz} file, named and laid out as PyTorch does.
     *
     * @throws InputException naming the array and the layer where the file lacks one, or one is of another type or shape, or of no layer
     */
    public static NetworkParameters read(Path file, Network network) {
        return new WeightsFile(file, network).parameters();
    }

    /**
     * Returns parameters of every layer. Weights are uniform in {@code +- sqrt(6 / terms of a sum)}, with which rectified layers keep the variance
     * (K. He et al., Delving Deep into Rectifiers, ICCV 2015, section 2.2), biases in +-0.1, means in +-0.5, scales and variances in 0.5 to 1.5,
     * shifts in +-0.5.
     */
    public static NetworkParameters drawn(Network network, long seed) {
        List<LayerParameters> all = new ArrayList<>();
        for (int i = 0; i < network.layers().size(); i++) {
            all.add(drawn(network, i, seed));
        }
        return new NetworkParameters(all);
    }

    private static LayerParameters drawn(Network network, int index, long seed) {
        Layer layer = network.layers().get(index);
        int channels = network.made(index).channels();
        if (layer.kind().hasWeights()) {
            int terms = terms(network, index);
            float bound = (float) Math.sqrt(6.0 / terms);
            return new LayerParameters(
                    Draws.uniform(seed, WEIGHTS, index, Math.multiplyExact(channels, terms), bound),
                    Draws.uniform(seed, BIAS, index, channels, 0.1f),
                    new float[0],
                    new float[0]);
        }
        if (layer.kind() == LayerKind.NORM) {
            return new LayerParameters(
                    aroundOne(Draws.uniform(seed, WEIGHTS, index, channels, 0.5f)),
                    Draws.uniform(seed, BIAS, index, channels, 0.5f),
                    Draws.uniform(seed, MEAN, index, channels, 0.5f),
                    aroundOne(Draws.uniform(seed, VARIANCE, index, channels, 0.5f)));
        }
        return LayerParameters.NONE;
    }

    private static float[] aroundOne(float[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] += 1;
        }
        return numbers;
    }

    /** Returns how many products make a result of a layer with weights. */
    static int terms(Network network, int index) {
        Layer layer = network.layers().get(index);
        Extents in = network.taken(index).get(0);
        return switch (layer.kind()) {
            case CONVOLUTION -> in.channels() * layer.windowHeight() * layer.windowWidth();
            case DEPTHWISE -> layer.windowHeight() * layer.windowWidth();
            case DENSE -> in.count();
            default -> 0;
        };
    }
}
