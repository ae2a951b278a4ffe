package dev.diptych.model.config;

import dev.diptych.model.InputException;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/** JSON to a tree whose every piece knows its line. {@link Yaml} would read most of it, but not what is indented with tabs. */
public final class Json {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    /**
     * Reads a file.
     *
     * @throws InputException when it is missing, unreadable, empty, or not JSON
     */
    public static ConfigNode read(Path file) {
        return parse(Yaml.text(file), file.toString());
    }

    /**
     * Reads text.
     *
     * @param name what messages call it, before the line
     * @throws InputException when it is empty or not JSON
     */
    public static ConfigNode parse(String text, String name) {
        return Yaml.document(MAPPER, "JSON", text, name);
    }
}
