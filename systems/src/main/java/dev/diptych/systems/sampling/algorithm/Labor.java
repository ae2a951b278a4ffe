package dev.diptych.systems.sampling.algorithm;

import com.google.auto.service.AutoService;
import dev.diptych.systems.Setting;
import dev.diptych.systems.sampling.SamplingAlgorithm;
import dev.diptych.systems.sampling.program.Frontier;
import dev.diptych.systems.sampling.program.Matrix;
import dev.diptych.systems.sampling.program.ProgramBuilder;
import java.util.List;

/**
 * GraphSAGE in which a vertex draws one number for all columns that it is a neighbour of, and each takes the K smallest: columns that share
 * neighbours agree on them (Balin, Catalyurek: Layer-neighbor sampling, NeurIPS 2023, section 3; with K edges for each column where LABOR-0 has K on
 * average).
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SamplingAlgorithm.class)
public final class Labor implements SamplingAlgorithm<Labor.Settings> {
    /**
     * Its settings.
     *
     * @param fanouts K of each layer, the seeds' first
     */
    public record Settings(List<Integer> fanouts) {}

    @Override
    public String name() {
        return "labor";
    }

    @Override
    public String summary() {
        return "GraphSAGE with fewer different vertices: columns think alike of a neighbour that they share";
    }

    @Override
    public Settings defaults() {
        return new Settings(List.of(25, 10));
    }

    @Override
    public void write(ProgramBuilder program, Settings settings) {
        Frontier frontier = program.seeds();
        for (int fanout : Setting.notEmpty("fanouts", settings.fanouts())) {
            Matrix block = program.graph().columns(frontier).selectEachBySource(fanout);
            program.layer(block);
            frontier = block.nodes();
        }
        program.vertices(frontier);
    }
}
