package dev.diptych.model.config;

import dev.diptych.model.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of a configuration that knows where it was written. */
public sealed interface ConfigNode {
    /** Where it was written: {@code file:line}, or the option that set it. */
    String where();

    /** A mapping, in the order of the file. */
    record Mapping(String where, Map<String, ConfigNode> entries) implements ConfigNode {
        public Mapping {
            entries = new LinkedHashMap<>(entries);
        }
    }

    /** A list. */
    record Sequence(String where, List<ConfigNode> items) implements ConfigNode {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /** A scalar: a string, a number as it was written, a truth value, or nothing. */
    record Scalar(String where, String text, Kind kind) implements ConfigNode {
        /** What YAML takes it for. */
        public enum Kind {
            STRING,
            INTEGER,
            DECIMAL,
            TRUTH,
            NULL
        }
    }

    /**
     * Returns this tree with a value set at a dotted path, as {@code --set} does it; the value is read as YAML.
     *
     * @throws InputException when a part of the path before the last is not a mapping
     */
    default ConfigNode with(String dottedPath, ConfigNode value) {
        return with(List.of(dottedPath.split("\\.", -1)), value);
    }

    private ConfigNode with(List<String> path, ConfigNode value) {
        if (path.isEmpty()) {
            return value;
        }
        String head = path.get(0);
        List<String> tail = path.subList(1, path.size());
        if (this instanceof Mapping mapping) {
            Map<String, ConfigNode> entries = new LinkedHashMap<>(mapping.entries());
            ConfigNode child = entries.getOrDefault(head, new Mapping(value.where(), Map.of()));
            entries.put(head, tail.isEmpty() ? value : child.with(tail, value));
            return new Mapping(mapping.where(), entries);
        }
        if (this instanceof Sequence sequence) {
            if (!head.matches("\\d{1,9}")
                    || Integer.parseInt(head) >= sequence.items().size()) {
                throw new InputException("%s: nothing to set at '%s'; it is a list of %d, counted from 0"
                        .formatted(value.where(), head, sequence.items().size()));
            }
            List<ConfigNode> items = new ArrayList<>(sequence.items());
            int index = Integer.parseInt(head);
            items.set(index, items.get(index).with(tail, value));
            return new Sequence(sequence.where(), items);
        }
        throw new InputException("%s: nothing to set at '%s'; it is not a mapping".formatted(value.where(), head));
    }
}
