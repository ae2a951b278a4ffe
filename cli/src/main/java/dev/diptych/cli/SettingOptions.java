package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.ConfigNode.Mapping;
import dev.diptych.model.config.Yaml;
import java.util.List;
import java.util.Map;

/** Settings that a repeatable option {@code key=value} gives. */
final class SettingOptions {
    private SettingOptions() {}

    /**
     * Returns those whose keys begin with a prefix as a tree, without it.
     *
     * @param option what messages call them
     * @throws InputException when one is no {@code key=value}, or its value is not YAML
     */
    static ConfigNode tree(String option, List<String> given, String prefix) {
        ConfigNode node = new Mapping(option, Map.of());
        for (String setting : given) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new InputException("%s %s: should be key=value".formatted(option, setting));
            }
            if (setting.startsWith(prefix)) {
                String key = setting.substring(prefix.length(), equals);
                node = node.with(key, Yaml.option(setting.substring(equals + 1), option + " " + prefix + key));
            }
        }
        return node;
    }
}
