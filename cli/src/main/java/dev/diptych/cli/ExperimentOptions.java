package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.Yaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What of an experiment can be said on the command line instead of its file. */
final class ExperimentOptions {
    @Option(
            names = "--platform",
            paramLabel = "P",
            description = "A preset or a .yaml file, instead of the experiment's.")
    private @Nullable String platform;

    @Option(
            names = "--set",
            paramLabel = "key=value",
            description = "Sets a key of the experiment, such as system.bytes=4096, or of its platform, such as"
                    + " platform.gpu.l2.hitCycles=300. Repeatable.")
    private List<String> settings = List.of();

    @Option(names = "--seed", paramLabel = "N", description = "The seed, instead of the experiment's.")
    private @Nullable Long seed;

    /**
     * Returns an experiment's configuration with what the options change.
     *
     * @throws InputException when a setting is no setting
     */
    ConfigNode changed(ConfigNode node) {
        Map<String, ConfigNode> values = new LinkedHashMap<>();
        for (String setting : settings) {
            if (setting.indexOf('=') < 1) {
                throw new InputException("--set %s: should be key=value".formatted(setting));
            }
            values.put(key(setting), value(setting));
        }
        ConfigNode changed = ExperimentSettings.ofExperiment(node, values);
        if (platform != null) {
            changed = changed.with(
                    "platform", new ConfigNode.Scalar("--platform", platform, ConfigNode.Scalar.Kind.STRING));
        }
        if (seed != null) {
            changed = changed.with(
                    "seed", new ConfigNode.Scalar("--seed", seed.toString(), ConfigNode.Scalar.Kind.INTEGER));
        }
        return ExperimentSettings.ofPlatform(changed, values);
    }

    private static String key(String setting) {
        return setting.substring(0, setting.indexOf('='));
    }

    private static ConfigNode value(String setting) {
        return Yaml.option(setting.substring(setting.indexOf('=') + 1), "--set " + key(setting));
    }
}
