package dev.diptych.cli.sample;

import dev.diptych.model.InputException;
import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.ConfigNode.Mapping;
import dev.diptych.model.config.ConfigNode.Scalar;
import dev.diptych.model.config.ConfigNode.Sequence;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.plugin.Selected;
import dev.diptych.systems.sampling.SamplingAlgorithm;
import dev.diptych.systems.sampling.program.GraphFacts;
import dev.diptych.systems.sampling.program.ProgramBuilder;
import dev.diptych.systems.sampling.program.SamplingProgram;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** A sampling algorithm as options name it. */
public final class AlgorithmChoice {
    private static final String FANOUTS = "--fanouts";

    /** What algorithms call the setting with a number for each layer. */
    private static final List<String> PER_LAYER = List.of("fanouts", "counts");

    private AlgorithmChoice() {}

    /**
     * Returns the algorithm's program for a graph.
     *
     * @param params its settings: those of {@code --param}
     * @param fanouts the numbers of its layers; none for its own
     * @throws InputException when there is no such algorithm or setting, or a setting is out of range
     */
    @SuppressWarnings({"rawtypes", "unchecked"}) // Settings were bound to the algorithm's own type.
    public static SamplingProgram program(String name, ConfigNode params, List<Integer> fanouts, GraphFacts graph) {
        SamplingAlgorithm plugin = Plugins.find(SamplingAlgorithm.class, "sampling algorithm", name);
        Selected<SamplingAlgorithm> algorithm = Selected.of(plugin, settings(plugin, params, fanouts));
        ProgramBuilder builder = new ProgramBuilder(graph);
        algorithm.plugin().write(builder, algorithm.settings());
        return builder.build();
    }

    private static ConfigNode settings(SamplingAlgorithm<?> plugin, ConfigNode params, List<Integer> fanouts) {
        if (fanouts.isEmpty()) {
            return params;
        }
        List<String> known = Arrays.stream(plugin.defaults().getClass().getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        String key = known.stream()
                .filter(PER_LAYER::contains)
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "%s: algorithm %s has no numbers for each layer; its settings are %s (--param)"
                                .formatted(FANOUTS, plugin.name(), String.join(", ", known))));
        if (params instanceof Mapping given && given.entries().containsKey(key)) {
            throw new InputException("%s and --param %s set the same; one is enough".formatted(FANOUTS, key));
        }
        List<ConfigNode> numbers = fanouts.stream()
                .map(fanout -> (ConfigNode) new Scalar(FANOUTS, fanout.toString(), Scalar.Kind.INTEGER))
                .toList();
        return params.with(key, new Sequence(FANOUTS, numbers));
    }
}
