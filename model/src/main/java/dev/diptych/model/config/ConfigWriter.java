package dev.diptych.model.config;

import dev.diptych.model.config.ConfigNode.Mapping;
import dev.diptych.model.config.ConfigNode.Scalar;
import dev.diptych.model.config.ConfigNode.Sequence;
import dev.diptych.model.hw.Frequency;
import dev.diptych.model.hw.Place;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Records to configuration and configuration to YAML text: the way back from {@link Binder} and {@link Yaml}. */
public final class ConfigWriter {
    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            // Otherwise a string such as "17" would come back as a number.
            .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    private ConfigWriter() {}

    /** Returns a record as a tree; {@code where} is what messages about its values will name. */
    public static Mapping node(Record value, String where) {
        Map<String, ConfigNode> entries = new LinkedHashMap<>();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Object part = Binder.read(component, value);
            if (!(part instanceof Optional<?> optional && optional.isEmpty())) {
                entries.put(component.getName(), any(part, where));
            }
        }
        return new Mapping(where, entries);
    }

    /** Returns a tree as YAML text. */
    public static String yaml(ConfigNode node) {
        return MAPPER.writeValueAsString(plain(node));
    }

    private static ConfigNode any(Object value, String where) {
        if (value instanceof ConfigNode node) {
            return node;
        }
        if (value instanceof Optional<?> optional) {
            return any(optional.orElseThrow(), where);
        }
        if (value instanceof Frequency frequency) {
            return new Scalar(where, Integer.toString(frequency.megahertz()), Scalar.Kind.INTEGER);
        }
        if (value instanceof Enum<?> constant && !(value instanceof Place)) {
            return new Scalar(where, Binder.spelled(constant), Scalar.Kind.STRING);
        }
        if (value instanceof Integer || value instanceof Long) {
            return new Scalar(where, value.toString(), Scalar.Kind.INTEGER);
        }
        if (value instanceof Double) {
            return new Scalar(where, value.toString(), Scalar.Kind.DECIMAL);
        }
        if (value instanceof Boolean) {
            return new Scalar(where, value.toString(), Scalar.Kind.TRUTH);
        }
        if (value instanceof List<?> list) {
            List<ConfigNode> items = new ArrayList<>();
            list.forEach(item -> items.add(any(item, where)));
            return new Sequence(where, items);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, ConfigNode> entries = new LinkedHashMap<>();
            map.forEach((key, item) -> entries.put(key.toString(), any(item, where)));
            return new Mapping(where, entries);
        }
        if (value instanceof Record record && !(value instanceof Place)) {
            return node(record, where);
        }
        return new Scalar(where, value.toString(), Scalar.Kind.STRING);
    }

    private static Object plain(ConfigNode node) {
        if (node instanceof Mapping mapping) {
            Map<String, Object> entries = new LinkedHashMap<>();
            mapping.entries().forEach((key, child) -> entries.put(key, plain(child)));
            return entries;
        }
        if (node instanceof Sequence sequence) {
            return sequence.items().stream().map(ConfigWriter::plain).toList();
        }
        Scalar scalar = (Scalar) node;
        return switch (scalar.kind()) {
            case INTEGER -> new java.math.BigInteger(scalar.text());
            case DECIMAL -> Double.valueOf(scalar.text());
            case TRUTH -> Boolean.valueOf(scalar.text());
            case NULL, STRING -> scalar.text();
        };
    }
}
