package dev.diptych.systems.sampling.algorithm;

import com.google.auto.service.AutoService;
import dev.diptych.systems.sampling.SamplingAlgorithm;
import dev.diptych.systems.sampling.program.EdgeVector;
import dev.diptych.systems.sampling.program.Frontier;
import dev.diptych.systems.sampling.program.Matrix;
import dev.diptych.systems.sampling.program.ProgramBuilder;
import dev.diptych.systems.sampling.program.WalkRule;

/**
 * A subgraph of vertices that were drawn: by walks from the seeds, by vertex with chance in proportion to {@code |A[:, v]|^2} of the normalised
 * adjacency, or by edge with chance in proportion to {@code 1/d(u) + 1/d(v)} (Zeng et al.: GraphSAINT, ICLR 2020, section 3.4). Vertices and edges
 * are drawn without replacement, and there the seeds have no part.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SamplingAlgorithm.class)
public final class GraphSaint implements SamplingAlgorithm<GraphSaint.Settings> {
    /**
     * Its settings.
     *
     * @param sampler by what vertices are drawn
     * @param count vertices or edges
     * @param length steps of a walk
     */
    public record Settings(Sampler sampler, int count, int length) {}

    @Override
    public String name() {
        return "graphsaint";
    }

    @Override
    public String summary() {
        return "a subgraph of vertices, edges or walks that were drawn from the whole graph";
    }

    @Override
    public Settings defaults() {
        return new Settings(Sampler.WALK, 2000, 4);
    }

    @Override
    public void write(ProgramBuilder program, Settings settings) {
        Matrix graph = program.graph();
        Frontier drawn = switch (settings.sampler()) {
            case WALK ->
                program.seeds()
                        .walk(settings.length(), 1, new WalkRule.Uniform(0))
                        .visited();
            case NODE -> Adjacency.normalized(graph).squared().sumByRow().select(settings.count());
            case EDGE ->
                graph.selectEdges(settings.count(), inverseDegrees(graph)).ends();
        };
        program.layer(graph.columns(drawn).rows(drawn));
        program.vertices(drawn);
    }

    /** By what vertices are drawn. */
    public enum Sampler {
        WALK,
        NODE,
        EDGE
    }

    private static EdgeVector inverseDegrees(Matrix graph) {
        EdgeVector ones = graph.ones();
        return ones.over(ones.sumByRow()).plus(ones.over(ones.sumByColumn()));
    }
}
