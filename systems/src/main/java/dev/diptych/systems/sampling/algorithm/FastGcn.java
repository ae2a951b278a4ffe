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
 * For each layer K of all vertices, each with a chance in proportion to {@code q(u) = |A[u, :]|^2} of the normalised adjacency matrix {@code A[u, v]
 * = w / sqrt(d(u) d(v))}, and an edge's weight is {@code A[u, v] / (K q(u))} (Chen, Ma, Xiao: FastGCN, ICLR 2018, section 3.2; with d the sums of
 * weights). Vertices are chosen without replacement.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SamplingAlgorithm.class)
public final class FastGcn implements SamplingAlgorithm<FastGcn.Settings> {
    /**
     * Its settings.
     *
     * @param counts vertices of each layer, the seeds' first
     */
    public record Settings(List<Integer> counts) {}

    @Override
    public String name() {
        return "fastgcn";
    }

    @Override
    public String summary() {
        return "a number of vertices for each layer, by the norm of their rows";
    }

    @Override
    public Settings defaults() {
        return new Settings(List.of(400, 400));
    }

    @Override
    public void write(ProgramBuilder program, Settings settings) {
        Matrix graph = program.graph();
        EdgeVector adjacency = Adjacency.normalized(graph);
        RowVector chances = adjacency.squared().sumByRow().normalized();
        Frontier frontier = program.seeds();
        for (int count : Setting.notEmpty("counts", settings.counts())) {
            Frontier chosen = chances.select(count);
            Matrix block = graph.columns(frontier).rows(chosen);
            program.layer(block, adjacency.of(block).over(chances).over(count));
            frontier = chosen;
        }
        program.vertices(frontier);
    }
}
