package dev.diptych.systems.sampling;

import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.ConfigNode.Mapping;
import dev.diptych.model.config.ConfigNode.Scalar;
import java.util.List;
import java.util.Map;

/**
 * What is sampled. Two batch sizes have names of their own: a mini-batch is one sample, what a model is trained on at a time; a super-batch is how many
 * samples a GPU takes together, so that it has enough to do.
 *
 * @param graph where the graph comes from: the source's name and settings
 * @param algorithm its name and settings
 * @param miniBatchSeeds vertices that a sample is asked for
 * @param superBatchSamples samples that are taken together: one request
 * @param trainingVertices from which seeds are drawn, all of them in each epoch; 0 for all of the graph
 * @param withoutPasses names of passes that are not made; samples are the same
 * @param relabel whether each layer comes with the places of its columns and sources among its vertices, which is how a model computes it
 * @param timeKernels whether each kernel's time is measured, which takes the GPU some microseconds between them; otherwise only that of the whole request
 * @param checkEvery of as many requests one is read back and compared with the reference; 0 for none
 */
public record SamplingSettings(
        ConfigNode graph,
        ConfigNode algorithm,
        int miniBatchSeeds,
        int superBatchSamples,
        int trainingVertices,
        List<String> withoutPasses,
        boolean relabel,
        boolean timeKernels,
        int checkEvery) {
    private static final String DEFAULT = "default";

    /** What an experiment file need not say. */
    static final SamplingSettings DEFAULTS =
            new SamplingSettings(named("lognormal"), named("graphsage"), 512, 1, 0, List.of(), true, false, 0);

    public SamplingSettings {
        withoutPasses = List.copyOf(withoutPasses);
    }

    private static ConfigNode named(String name) {
        return new Mapping(DEFAULT, Map.of("name", new Scalar(DEFAULT, name, Scalar.Kind.STRING)));
    }
}
