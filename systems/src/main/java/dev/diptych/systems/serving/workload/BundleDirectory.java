package dev.diptych.systems.serving.workload;

import com.google.auto.service.AutoService;
import dev.diptych.systems.Setting;
import dev.diptych.systems.bundle.Bundle;
import dev.diptych.systems.bundle.BundleFolder;
import dev.diptych.systems.bundle.Draws;
import dev.diptych.systems.bundle.Expected;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A model bundle: kernels of any maker, which compute. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(ModelSource.class)
public final class BundleDirectory implements ModelSource<BundleDirectory.Settings> {
    /** How many different images there are if the bundle has none. */
    private static final int IMAGES = 3;

    private static final long IMAGE_SEED = 1;

    /**
     * The bundle.
     *
     * @param directory with {@code model.json}, PTX, and perhaps {@code weights.npz} and {@code expected.npz}
     * @param checkEvery so many jobs of an instance, what one of them computes is compared with {@code expected.npz}, or without it with what it
     *     computes alone; 0 for never
     */
    public record Settings(String directory, int checkEvery) {}

    @Override
    public String name() {
        return "bundle";
    }

    @Override
    public String summary() {
        return "a directory of kernels, storages and weights that really computes";
    }

    @Override
    public Settings defaults() {
        return new Settings("out/bundles/resnet18", 0);
    }

    @Override
    public Blueprint blueprint(Settings settings) {
        Setting.atLeast(0, "checkEvery", settings.checkEvery());
        Path directory = Path.of(settings.directory());
        Bundle bundle = BundleFolder.read(directory);
        Optional<Expected> expected = Expected.read(directory, bundle);
        List<float[]> images = new ArrayList<>(expected.map(Expected::images).orElse(List.of()));
        int pixels = Math.toIntExact(bundle.inputStorage().count() / bundle.batch());
        while (expected.isEmpty() && images.size() < IMAGES) {
            images.add(Draws.images(IMAGE_SEED, images.size(), pixels));
        }
        return new BundleModel(batch -> bundle, images, expected, settings.checkEvery());
    }
}
