package dev.diptych.systems.sampling.algorithm;

import com.google.auto.service.AutoService;
import dev.diptych.systems.Setting;
import dev.diptych.systems.sampling.SamplingAlgorithm;
import dev.diptych.systems.sampling.program.EdgeVector;
import dev.diptych.systems.sampling.program.Frontier;
import dev.diptych.systems.sampling.program.Matrix;
import dev.diptych.systems.sampling.program.ProgramBuilder;
import dev.diptych.systems.sampling.program.RowVector;
import java.util.List;

/**
 * For each layer K of the rows that the frontier's columns have edges from, each with a chance in proportion to {@code q(u) = sum of w(u, v)^2} over
 * these columns; weights are divided by q and then by their sum in each column (Zou et al.: Layer-dependent importance sampling, NeurIPS 2019,
 * algorithm 1). With {@code includeFrontier} the frontier is among the rows whatever was chosen, as there (self-loops).
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SamplingAlgorithm.class)
public final class Ladies implements SamplingAlgorithm<Ladies.Settings> {
    /**
     * Its settings.
     *
     * @param counts vertices of each layer, the seeds' first
     * @param includeFrontier whether the frontier's own rows are kept, too
     */
    public record Settings(List<Integer> counts, boolean includeFrontier) {}

    @Override
    public String name() {
        return "ladies";
    }

    @Override
    public String summary() {
        return "a number of vertices for each layer, by what the layer before can reach";
    }

    @Override
    public Settings defaults() {
        return new Settings(List.of(4000, 4000, 4000), false);
    }

    @Override
    public void write(ProgramBuilder program, Settings settings) {
        Frontier frontier = program.seeds();
        for (int count : Setting.notEmpty("counts", settings.counts())) {
            Matrix candidates = program.graph().columns(frontier);
            EdgeVector weights = candidates.weightsOrOnes();
            RowVector chances = weights.squared().sumByRow();
            Frontier chosen = chances.select(count);
            Matrix block = candidates.rows(settings.includeFrontier() ? frontier.union(chosen) : chosen);
            EdgeVector unbiased = weights.of(block).over(chances);
            program.layer(block, unbiased.over(unbiased.sumByColumn()));
            frontier = block.nodes();
        }
        program.vertices(frontier);
    }
}
