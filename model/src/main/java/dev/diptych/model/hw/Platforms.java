package dev.diptych.model.hw;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Binder;
import dev.diptych.model.config.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Platforms by name, or from a file. */
public final class Platforms {
    private static final List<String> PRESETS = List.of("h200");

    private Platforms() {}

    /** Returns the names of the platforms that come with the project. */
    public static List<String> presets() {
        return PRESETS;
    }

    /**
     * Returns a preset by its name, or the platform in a {@code .yaml} file.
     *
     * @throws InputException when there is no such preset or file, or it is not a platform
     */
    public static Platform load(String nameOrFile) {
        if (nameOrFile.endsWith(".yaml")) {
            return Binder.bind(Yaml.read(Path.of(nameOrFile)), Platform.class);
        }
        if (!PRESETS.contains(nameOrFile)) {
            throw new InputException("no platform is named '%s'; known: %s, or a .yaml file"
                    .formatted(nameOrFile, String.join(", ", PRESETS)));
        }
        String resource = nameOrFile + ".yaml";
        try (InputStream stream = Platforms.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("preset " + resource + " is not on the class path");
            }
            return Binder.bind(
                    Yaml.parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8), resource), Platform.class);
        } catch (IOException e) {
            throw new IllegalStateException("preset " + resource + " cannot be read", e);
        }
    }
}
