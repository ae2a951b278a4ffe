package dev.diptych.model.hw;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Binder;
import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Platforms by name, or from a file. */
public final class Platforms {
    private static final List<String> PRESETS =
            List.of("h200", "2xh200", "8xh200", "8xa100", "4xv100", "dgx1", "v100", "t4", "p100");
    private static final List<String> GPU_MODELS = List.of("h200", "a100", "v100-16gb", "v100-32gb", "t4", "p100");

    private Platforms() {}

    /** Returns the names of the platforms that come with the project. */
    public static List<String> presets() {
        return PRESETS;
    }

    /** Returns the names of the GPUs that a platform file may name without describing them. */
    public static List<String> gpuModels() {
        return GPU_MODELS;
    }

    /**
     * Returns a preset by its name, or the platform in a {@code .yaml} file.
     *
     * @throws InputException when there is no such preset or file, or it is not a platform
     */
    public static Platform load(String nameOrFile) {
        return of(node(nameOrFile));
    }

    /** Returns what the file of a platform holds; errors are those of {@link #load}. */
    static ConfigNode node(String nameOrFile) {
        if (isFile(nameOrFile)) {
            return Yaml.read(Path.of(nameOrFile));
        }
        if (!PRESETS.contains(nameOrFile)) {
            throw new InputException("no platform is named '%s'; known: %s, or a .yaml file"
                    .formatted(nameOrFile, String.join(", ", PRESETS)));
        }
        return resource(nameOrFile + ".yaml");
    }

    /**
     * Returns the GPU model of a name.
     *
     * @throws InputException when there is none
     */
    public static GpuSpec gpuModel(String name) {
        return ownModel(name)
                .orElseThrow(() -> new InputException(
                        "no GPU model is named '%s'; known: %s".formatted(name, String.join(", ", GPU_MODELS))));
    }

    /** Returns whether {@link #load} takes a text for a file and not for a preset. */
    public static boolean isFile(String nameOrFile) {
        return nameOrFile.endsWith(".yaml");
    }

    /**
     * Returns the platform that the contents of a platform file describe.
     *
     * @throws InputException when they are not a platform
     */
    public static Platform of(ConfigNode node) {
        PlatformFile file = Binder.bind(node, PlatformFile.class);
        try {
            return file.platform(Platforms::ownModel);
        } catch (IllegalArgumentException e) {
            throw new InputException(node.where() + ": " + e.getMessage(), e);
        }
    }

    /** Returns the file with all GPU models written out; errors are those of {@link #of}. */
    static PlatformFile described(ConfigNode node) {
        of(node);
        return Binder.bind(node, PlatformFile.class).described(Platforms::ownModel);
    }

    private static Optional<GpuSpec> ownModel(String name) {
        return GPU_MODELS.contains(name)
                ? Optional.of(Binder.bind(resource("gpus/" + name + ".yaml"), GpuSpec.class))
                : Optional.empty();
    }

    private static ConfigNode resource(String name) {
        try (InputStream stream = Platforms.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return Yaml.parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8), name);
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be read", e);
        }
    }
}
