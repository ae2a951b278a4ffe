package dev.diptych.systems.sampling.algorithm;

import com.google.auto.service.AutoService;
import dev.diptych.systems.Setting;
import dev.diptych.systems.sampling.SamplingAlgorithm;
import dev.diptych.systems.sampling.program.Frontier;
import dev.diptych.systems.sampling.program.ProgramBuilder;
import java.util.List;

/**
 * A few neighbours of each vertex for some hops, and all edges among the vertices found (Zeng et al.: Decoupling the depth and scope of graph neural
 * networks, NeurIPS 2021, section 3). One subgraph for all seeds of a sample.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SamplingAlgorithm.class)
public final class ShaDow implements SamplingAlgorithm<ShaDow.Settings> {
    /**
     * Its settings.
     *
     * @param fanouts neighbours of each vertex, hop by hop
     */
    public record Settings(List<Integer> fanouts) {}

    @Override
    public String name() {
        return "shadow";
    }

    @Override
    public String summary() {
        return "the subgraph of a few hops around the seeds";
    }

    @Override
    public Settings defaults() {
        return new Settings(List.of(10, 10));
    }

    @Override
    public void write(ProgramBuilder program, Settings settings) {
        Frontier frontier = program.seeds();
        for (int fanout : Setting.notEmpty("fanouts", settings.fanouts())) {
            frontier = program.graph().columns(frontier).selectEach(fanout).nodes();
        }
        program.layer(program.graph().columns(frontier).rows(frontier));
        program.vertices(frontier);
    }
}
