package dev.diptych.systems.sampling.algorithm;

import com.google.auto.service.AutoService;
import dev.diptych.systems.sampling.SamplingAlgorithm;
import dev.diptych.systems.sampling.program.ProgramBuilder;
import dev.diptych.systems.sampling.program.WalkRule;

/**
 * Uniform random walks: from a vertex to the source of one of the edges that end there, each alike (Perozzi, Al-Rfou, Skiena: DeepWalk, KDD 2014,
 * algorithm 2).
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SamplingAlgorithm.class)
public final class DeepWalk implements SamplingAlgorithm<DeepWalk.Settings> {
    /**
     * Its settings.
     *
     * @param length steps of a walk
     * @param walks walks from each seed
     */
    public record Settings(int length, int walks) {}

    @Override
    public String name() {
        return "deep-walk";
    }

    @Override
    public String summary() {
        return "uniform random walks";
    }

    @Override
    public Settings defaults() {
        return new Settings(80, 1);
    }

    @Override
    public void write(ProgramBuilder program, Settings settings) {
        program.walks(program.seeds().walk(settings.length(), settings.walks(), new WalkRule.Uniform(0)));
    }
}
