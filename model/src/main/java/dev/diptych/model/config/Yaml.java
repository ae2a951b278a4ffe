package dev.diptych.model.config;

import dev.diptych.model.InputException;
import dev.diptych.model.config.ConfigNode.Mapping;
import dev.diptych.model.config.ConfigNode.Scalar;
import dev.diptych.model.config.ConfigNode.Sequence;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/** YAML to a tree whose every piece knows its line; what an alias stands for, a mapping or a list, knows the line of its anchor. */
public final class Yaml {
    private static final YAMLMapper MAPPER = new YAMLMapper();

    private Yaml() {}

    /**
     * Reads a file.
     *
     * @throws InputException when it is missing, unreadable, empty, or not YAML
     */
    public static ConfigNode read(Path file) {
        return parse(text(file), file.toString());
    }

    /** Returns what a file holds. */
    static String text(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(
                    "%s: %s".formatted(file, Files.exists(file) ? "is no file" : "there is no such file"));
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new InputException("%s: is not UTF-8 text".formatted(file), e);
        } catch (IOException e) {
            throw new InputException("%s: cannot be read (%s)".formatted(file, e.getMessage()), e);
        }
    }

    /**
     * Reads text.
     *
     * @param name what messages call it, before the line
     * @throws InputException when it is empty or not YAML
     */
    public static ConfigNode parse(String text, String name) {
        return document(MAPPER, "YAML", text, name);
    }

    /** Reads text that holds one document in the language of a mapper. */
    static ConfigNode document(ObjectMapper mapper, String language, String text, String name) {
        try (JsonParser parser = mapper.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new InputException("%s: is empty".formatted(name));
            }
            ConfigNode node = new Reading(parser, name).node();
            if (parser.nextToken() != null) {
                throw new InputException("%s:%d: a second document begins; a file holds one"
                        .formatted(name, parser.currentTokenLocation().getLineNr()));
            }
            return node;
        } catch (JacksonException e) {
            throw new InputException(
                    "%s:%d: is not %s: %s"
                            .formatted(
                                    name,
                                    e.getLocation() == null
                                            ? 1
                                            : e.getLocation().getLineNr(),
                                    language,
                                    firstLine(e.getOriginalMessage())),
                    e);
        }
    }

    /** Reads the value of an option such as {@code --set path=value}. */
    public static ConfigNode option(String text, String option) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            return parser.nextToken() == null
                    ? new Scalar(option, "", Scalar.Kind.STRING)
                    : new Reading(parser, option).node();
        } catch (JacksonException e) {
            throw new InputException(
                    "%s: '%s' is not YAML: %s".formatted(option, text, firstLine(e.getOriginalMessage())), e);
        }
    }

    /** One document on its way to a tree. */
    private static final class Reading {
        private final JsonParser parser;
        private final String name;
        /** What has been read so far under an anchor's name. */
        private final Map<String, ConfigNode> anchored = new HashMap<>();

        Reading(JsonParser parser, String name) {
            this.parser = parser;
            this.name = name;
        }

        ConfigNode node() {
            if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
                ConfigNode meant = anchored.get(parser.getString());
                if (meant == null) {
                    throw new InputException(
                            "%s: '*%s' stands for nothing; no mapping or list '&%s' is complete before it"
                                    .formatted(where(), parser.getString(), parser.getString()));
                }
                return meant;
            }
            Object anchor = parser.getObjectId();
            ConfigNode node = content();
            if (anchor != null) {
                anchored.put(anchor.toString(), node);
            }
            return node;
        }

        private ConfigNode content() {
            String where = where();
            JsonToken token = parser.currentToken();
            return switch (token) {
                case START_OBJECT -> mapping(where);
                case START_ARRAY -> {
                    List<ConfigNode> items = new ArrayList<>();
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        items.add(node());
                    }
                    yield new Sequence(where, items);
                }
                case VALUE_NUMBER_INT ->
                    new Scalar(where, parser.getNumberValue().toString(), Scalar.Kind.INTEGER);
                case VALUE_NUMBER_FLOAT -> new Scalar(where, parser.getString(), Scalar.Kind.DECIMAL);
                case VALUE_TRUE, VALUE_FALSE -> new Scalar(where, parser.getString(), Scalar.Kind.TRUTH);
                case VALUE_NULL -> new Scalar(where, "null", Scalar.Kind.NULL);
                default -> new Scalar(where, parser.getString(), Scalar.Kind.STRING);
            };
        }

        private ConfigNode mapping(String where) {
            Map<String, ConfigNode> entries = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                int line = parser.currentTokenLocation().getLineNr();
                parser.nextToken();
                if (entries.put(key, node()) != null) {
                    throw new InputException("%s:%d: key '%s' stands here a second time".formatted(name, line, key));
                }
            }
            return new Mapping(where, entries);
        }

        private String where() {
            return name.startsWith("--")
                    ? name
                    : name + ":" + parser.currentTokenLocation().getLineNr();
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
