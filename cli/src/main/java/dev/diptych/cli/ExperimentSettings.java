package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.ConfigNode.Mapping;
import dev.diptych.model.hw.PlatformTree;
import java.util.Map;

/**
 * Values of dotted keys, put into an experiment's configuration. What begins with {@code platform.} is set in whichever platform the experiment names
 * once all else is set, as the platform itself may be.
 */
final class ExperimentSettings {
    private static final String PLATFORM = "platform";
    private static final String OF_PLATFORM = PLATFORM + ".";

    private ExperimentSettings() {}

    /**
     * Returns the configuration with all values but those of its platform.
     *
     * @throws InputException when a key leads nowhere
     */
    static ConfigNode ofExperiment(ConfigNode node, Map<String, ConfigNode> settings) {
        ConfigNode changed = node;
        for (Map.Entry<String, ConfigNode> setting : settings.entrySet()) {
            if (!setting.getKey().startsWith(OF_PLATFORM)) {
                changed = changed.with(setting.getKey(), setting.getValue());
            }
        }
        return changed;
    }

    /**
     * Returns the configuration with the values of its platform.
     *
     * @throws InputException when a key leads nowhere, or the experiment names no platform
     */
    static ConfigNode ofPlatform(ConfigNode node, Map<String, ConfigNode> settings) {
        ConfigNode changed = node;
        for (Map.Entry<String, ConfigNode> setting : settings.entrySet()) {
            if (setting.getKey().startsWith(OF_PLATFORM)) {
                ConfigNode named =
                        changed instanceof Mapping mapping ? mapping.entries().get(PLATFORM) : null;
                if (named == null) {
                    throw new InputException("%s: cannot be set, for the experiment names no platform"
                            .formatted(setting.getValue().where()));
                }
                PlatformTree tree = named instanceof ConfigNode.Scalar name
                        ? PlatformTree.load(name.text())
                        : PlatformTree.of(named);
                changed = changed.with(
                        PLATFORM,
                        tree.with(setting.getKey().substring(OF_PLATFORM.length()), setting.getValue())
                                .node());
            }
        }
        return changed;
    }
}
