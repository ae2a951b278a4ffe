package dev.diptych.traces;

import dev.diptych.model.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON: files written for people and diffs, and read without forgiveness; lines for programs. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();
    // A line feed on every system: the bytes of a run do not depend on where it was written.
    private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
    private static final DefaultPrettyPrinter PRINTER =
            new DefaultPrettyPrinter().withObjectIndenter(INDENTER).withArrayIndenter(INDENTER);

    private Json() {}

    /** Returns a value as one line, without its end. */
    public static String line(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    static String text(Object value) {
        return MAPPER.writer().with(PRINTER).writeValueAsString(value) + "\n";
    }

    /**
     * Returns what a file holds.
     *
     * @throws InputException when it is missing, is not JSON, or has other keys or types than the reader expects
     */
    static <T> T read(Path file, TypeReference<T> type) {
        if (!Files.isRegularFile(file)) {
            throw new InputException("%s: there is no such file".formatted(file));
        }
        try {
            T value = MAPPER.readValue(Files.readAllBytes(file), type);
            if (value == null) {
                throw new InputException("%s: holds nothing but null".formatted(file));
            }
            return value;
        } catch (JacksonException e) {
            String reason = e.getOriginalMessage().lines().findFirst().orElse("no reason given");
            throw new InputException("%s: cannot be understood: %s".formatted(file, reason), e);
        } catch (IOException e) {
            throw new InputException("%s: cannot be read (%s)".formatted(file, e.getMessage()), e);
        }
    }
}
