package dev.diptych.model.plugin;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Binder;
import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.ConfigNode.Mapping;
import dev.diptych.model.config.ConfigNode.Scalar;
import dev.diptych.model.config.ConfigWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** A plugin that a configuration names, with its settings: every key known, every absent one at its default. */
@SuppressWarnings("rawtypes") // A service is known by its class, which has no settings.
public record Selected<P extends Plugin>(P plugin, Record settings) {
    private static final String NAME = "name";

    /**
     * Returns what {@code node} selects: a mapping with the plugin's {@code name} and its settings.
     *
     * @param what what a user calls the kind of plugin
     * @throws InputException when the name is missing or unknown, or a setting is
     */
    public static <P extends Plugin> Selected<P> of(Class<P> kind, String what, ConfigNode node) {
        if (!(node instanceof Mapping mapping) || !(mapping.entries().get(NAME) instanceof Scalar name)) {
            throw new InputException("%s: a %s is selected by a mapping with key 'name'".formatted(node.where(), what));
        }
        Map<String, ConfigNode> settings = new LinkedHashMap<>(mapping.entries());
        settings.remove(NAME);
        P plugin;
        try {
            plugin = Plugins.find(kind, what, name.text());
        } catch (InputException e) {
            throw new InputException(name.where() + ": " + e.getMessage(), e);
        }
        return of(plugin, new Mapping(mapping.where(), settings));
    }

    /** Returns a plugin with settings from a mapping that holds nothing else. */
    public static <P extends Plugin> Selected<P> of(P plugin, ConfigNode settings) {
        return new Selected<>(plugin, Binder.bind(settings, plugin.defaults()));
    }

    /** Returns the mapping that selects the same, with every setting written out. */
    public ConfigNode resolved(String where) {
        Map<String, ConfigNode> entries = new LinkedHashMap<>();
        entries.put(NAME, new Scalar(where, plugin.name(), Scalar.Kind.STRING));
        entries.putAll(ConfigWriter.node(settings, where).entries());
        return new Mapping(where, entries);
    }
}
