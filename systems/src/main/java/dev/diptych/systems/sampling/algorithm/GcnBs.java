package dev.diptych.systems.sampling.algorithm;

import com.google.auto.service.AutoService;
import dev.diptych.systems.Setting;
import dev.diptych.systems.sampling.SamplingAlgorithm;
import dev.diptych.systems.sampling.program.EdgeVector;
import dev.diptych.systems.sampling.program.Frontier;
import dev.diptych.systems.sampling.program.Matrix;
import dev.diptych.systems.sampling.program.ProgramBuilder;
import java.util.List;

/**
 * K in-neighbours of each vertex by {@code q(u) = (1 - eta) omega(u, v) / sum of omega + eta / d(v)}, where omega is a number of each edge that
 * training changes; an edge's weight is {@code alpha / (K q)} with the normalised adjacency alpha (Liu et al.: Bandit samplers for training graph
 * neural networks, NeurIPS 2020, algorithm 1). What training learns it puts into state "omega".
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SamplingAlgorithm.class)
public final class GcnBs implements SamplingAlgorithm<GcnBs.Settings> {
    /**
     * Its settings.
     *
     * @param fanouts K of each layer, the seeds' first
     * @param explore eta
     */
    public record Settings(List<Integer> fanouts, double explore) {}

    @Override
    public String name() {
        return "gcn-bs";
    }

    @Override
    public String summary() {
        return "neighbours chosen by what was learned of them: bandits";
    }

    @Override
    public Settings defaults() {
        return new Settings(List.of(10, 10), 0.4);
    }

    @Override
    public void write(ProgramBuilder program, Settings settings) {
        Frontier frontier = program.seeds();
        for (int fanout : Setting.notEmpty("fanouts", settings.fanouts())) {
            Matrix candidates = program.graph().columns(frontier);
            EdgeVector bias = BanditChances.of(candidates, settings.explore());
            Matrix block = candidates.selectEach(fanout, bias);
            frontier = block.nodes();
            program.layer(block, BanditChances.unbiased(program.graph(), block, bias, fanout));
        }
        program.vertices(frontier);
    }
}
