package dev.diptych.model.plugin;

import dev.diptych.model.InputException;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** The plugins on the class path. */
@SuppressWarnings("rawtypes") // A service is known by its class, which has no settings.
public final class Plugins {
    private Plugins() {}

    /**
     * Returns the plugins of a kind, in the order of their names.
     *
     * @throws IllegalStateException when two have the same name
     */
    public static <P extends Plugin> List<P> all(Class<P> kind) {
        SortedMap<String, P> byName = new TreeMap<>();
        for (P plugin : ServiceLoader.load(kind)) {
            P other = byName.put(plugin.name(), plugin);
            if (other != null) {
                throw new IllegalStateException("%s and %s are both named '%s'"
                        .formatted(other.getClass().getName(), plugin.getClass().getName(), plugin.name()));
            }
        }
        return List.copyOf(byName.values());
    }

    /**
     * Returns the plugin of a kind with a name.
     *
     * @param what what a user calls the kind, for the message
     * @throws InputException when there is none; the message names the known ones
     */
    public static <P extends Plugin> P find(Class<P> kind, String what, String name) {
        List<P> all = all(kind);
        return all.stream()
                .filter(plugin -> plugin.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException("no %s is named '%s'; known: %s"
                        .formatted(
                                what,
                                name,
                                String.join(
                                        ", ",
                                        all.stream()
                                                .map(plugin -> plugin.name())
                                                .toList()))));
    }
}
