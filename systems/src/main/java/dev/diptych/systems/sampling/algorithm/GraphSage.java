package dev.diptych.systems.sampling.algorithm;

import com.google.auto.service.AutoService;
import dev.diptych.systems.Setting;
import dev.diptych.systems.sampling.SamplingAlgorithm;
import dev.diptych.systems.sampling.program.Frontier;
import dev.diptych.systems.sampling.program.Matrix;
import dev.diptych.systems.sampling.program.ProgramBuilder;
import java.util.List;

/**
 * Up to K different in-neighbours of each vertex, all alike, layer by layer from the seeds outwards (Hamilton, Ying, Leskovec: GraphSAGE, NeurIPS
 * 2017, algorithm 1 of its appendix A).
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SamplingAlgorithm.class)
public final class GraphSage implements SamplingAlgorithm<GraphSage.Settings> {
    /**
     * Its settings.
     *
     * @param fanouts K of each layer, the seeds' first
     */
    public record Settings(List<Integer> fanouts) {}

    @Override
    public String name() {
        return "graphsage";
    }

    @Override
    public String summary() {
        return "a few neighbours of each vertex, layer by layer";
    }

    @Override
    public Settings defaults() {
        return new Settings(List.of(25, 10));
    }

    @Override
    public void write(ProgramBuilder program, Settings settings) {
        Frontier frontier = program.seeds();
        for (int fanout : Setting.notEmpty("fanouts", settings.fanouts())) {
            Matrix block = program.graph().columns(frontier).selectEach(fanout);
            program.layer(block);
            frontier = block.nodes();
        }
        program.vertices(frontier);
    }
}
