package dev.diptych.systems.sampling.algorithm;

import com.google.auto.service.AutoService;
import dev.diptych.systems.Setting;
import dev.diptych.systems.sampling.SamplingAlgorithm;
import dev.diptych.systems.sampling.program.Frontier;
import dev.diptych.systems.sampling.program.Matrix;
import dev.diptych.systems.sampling.program.ProgramBuilder;
import java.util.List;

/**
 * K in-neighbours of each vertex with replacement, so that the receptive field is dense: every position of a layer has K of the next, and vertices
 * that come several times stay apart (Wang et al.: Knowledge graph convolutional networks, WWW 2019, algorithm 1).
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SamplingAlgorithm.class)
public final class Kgcn implements SamplingAlgorithm<Kgcn.Settings> {
    /**
     * Its settings.
     *
     * @param fanouts K of each layer, the seeds' first
     */
    public record Settings(List<Integer> fanouts) {}

    @Override
    public String name() {
        return "kgcn";
    }

    @Override
    public String summary() {
        return "a fixed number of neighbours of each vertex, drawn with replacement, never merged";
    }

    @Override
    public Settings defaults() {
        return new Settings(List.of(4, 4));
    }

    @Override
    public void write(ProgramBuilder program, Settings settings) {
        Frontier frontier = program.seeds();
        for (int fanout : Setting.notEmpty("fanouts", settings.fanouts())) {
            Matrix block = program.graph().columns(frontier).selectEachWithReplacement(fanout);
            program.layer(block);
            frontier = block.sources();
        }
        program.vertices(frontier);
    }
}
