package dev.diptych.systems.serving.workload;

import com.google.auto.service.AutoService;
import dev.diptych.systems.Setting;
import dev.diptych.systems.bundle.Draws;
import dev.diptych.systems.bundle.Expected;
import dev.diptych.systems.network.Lowering;
import dev.diptych.systems.network.Network;
import dev.diptych.systems.network.NetworkFile;
import dev.diptych.systems.network.NetworkParameters;
import dev.diptych.systems.network.Reference;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** A network's layers, compiled when the run begins, for batches of any size. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(ModelSource.class)
public final class LayerList implements ModelSource<LayerList.Settings> {
    /** The least that makes jobs of an instance differ; the reference takes its time for each. */
    private static final int IMAGES = 2;

    /**
     * The network.
     *
     * @param file of its layers
     * @param size height and width of images, in pixels; 0 for the file's
     * @param weights a {@code .npz} file of the layers' parameters; if empty, they are drawn from the seed
     * @param seed that images are drawn from, and parameters that no file gives
     * @param checkEvery so many jobs of an instance, what one of them computes is compared with a reference; 0 for never
     */
    public record Settings(String file, int size, String weights, long seed, int checkEvery) {}

    @Override
    public String name() {
        return "layers";
    }

    @Override
    public String summary() {
        return "a network's layers, compiled to kernels that really compute";
    }

    @Override
    public Settings defaults() {
        return new Settings("experiments/models/resnet18.yaml", 0, "", 1, 0);
    }

    @Override
    public Blueprint blueprint(Settings settings) {
        Setting.atLeast(0, "size", settings.size());
        Setting.atLeast(0, "checkEvery", settings.checkEvery());
        OptionalInt size = settings.size() == 0 ? OptionalInt.empty() : OptionalInt.of(settings.size());
        Network network = NetworkFile.read(Path.of(settings.file()), size);
        NetworkParameters parameters = settings.weights().isEmpty()
                ? NetworkParameters.drawn(network, settings.seed())
                : NetworkParameters.read(Path.of(settings.weights()), network);
        Optional<Expected> expected = settings.checkEvery() == 0
                ? Optional.empty()
                : Optional.of(Reference.expected(network, parameters, settings.seed(), IMAGES));
        List<float[]> images = IntStream.range(0, IMAGES)
                .mapToObj(image ->
                        Draws.images(settings.seed(), image, network.input().count()))
                .toList();
        return new BundleModel(
                batch -> Lowering.compile(network, parameters, batch), images, expected, settings.checkEvery());
    }
}
