package dev.diptych.systems.sampling.algorithm;

import com.google.auto.service.AutoService;
import dev.diptych.systems.Setting;
import dev.diptych.systems.sampling.SamplingAlgorithm;
import dev.diptych.systems.sampling.program.EdgeVector;
import dev.diptych.systems.sampling.program.Features;
import dev.diptych.systems.sampling.program.Frontier;
import dev.diptych.systems.sampling.program.Matrix;
import dev.diptych.systems.sampling.program.ProgramBuilder;
import dev.diptych.systems.sampling.program.RowVector;
import java.util.List;

/**
 * For each layer K of the candidate rows, by {@code q(u)} in proportion to {@code p(u) att(u) g(u)} with {@code p = sqrt(sum of w^2)}, {@code att =
 * (relu(h(u) + sum of the frontier's h) + 1) / K}, {@code g = relu(h(u)) + 1}; h are features times two columns of parameters, one for sources and
 * one for destinations; weights are {@code (relu(h(u) + h(v)) + 1) / K / q(u)} (Huang et al.: Adaptive sampling, NeurIPS 2018, section 4; as in
 * gSampler's program).
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SamplingAlgorithm.class)
public final class AsGcn implements SamplingAlgorithm<AsGcn.Settings> {
    /**
     * Its settings.
     *
     * @param counts vertices of each layer, the seeds' first
     */
    public record Settings(List<Integer> counts) {}

    @Override
    public String name() {
        return "as-gcn";
    }

    @Override
    public String summary() {
        return "a number of vertices for each layer, by a learned attention";
    }

    @Override
    public Settings defaults() {
        return new Settings(List.of(512, 512));
    }

    @Override
    public void write(ProgramBuilder program, Settings settings) {
        Features attention = program.features().times("attention", 2);
        RowVector source = attention.feature(0);
        RowVector destination = attention.feature(1);
        Frontier frontier = program.seeds();
        for (int count : Setting.notEmpty("counts", settings.counts())) {
            Matrix candidates = program.graph().columns(frontier);
            RowVector norm = candidates.weightsOrOnes().squared().sumByRow().root();
            RowVector attended = source.plus(candidates.atColumns(destination).sum())
                    .relu()
                    .plus(1)
                    .over(count);
            RowVector chances =
                    norm.times(attended).times(source.relu().plus(1)).normalized();
            Matrix block = candidates.rows(chances.select(count));
            EdgeVector pairwise = block.ones()
                    .times(source)
                    .plus(block.atColumns(destination))
                    .relu()
                    .plus(1);
            program.layer(block, pairwise.over(count).over(chances));
            frontier = block.nodes();
        }
        program.vertices(frontier);
    }
}
