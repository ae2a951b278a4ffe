package dev.diptych.systems.check;

import dev.diptych.model.random.Philox;
import dev.diptych.systems.sampling.GraphInputs;
import dev.diptych.systems.sampling.Sample;
import dev.diptych.systems.sampling.device.DeviceSampler;
import dev.diptych.systems.sampling.device.ExpectedMemory;
import dev.diptych.systems.sampling.program.EdgeVector;
import dev.diptych.systems.sampling.program.Frontier;
import dev.diptych.systems.sampling.program.Matrix;
import dev.diptych.systems.sampling.program.ProgramBuilder;
import dev.diptych.systems.sampling.program.RowVector;
import dev.diptych.systems.sampling.program.SamplingProgram;
import dev.diptych.systems.sampling.program.WalkRule;
import dev.diptych.systems.sampling.program.Walks;
import dev.diptych.systems.sampling.reference.Reference;
import dev.diptych.traces.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Batches of graph samples: every word is what the plain reference samples. */
final class SamplingChecks {
    private static final int VERTICES = 700;
    private static final int EDGES = 9000;
    private static final int[] SAMPLE_IDS = {4, 1000, 7, 0};
    private static final int[] SEED_COUNTS = {37, 1, 0, 90};
    private static final long SEED = 5;
    private static final int SITE = 90;

    private SamplingChecks() {}

    static List<Check> all() {
        return List.of(
                check("graph samples, layers", SamplingChecks::layers),
                check("graph samples, more edges than a warp has lanes", program -> {
                    Matrix block = program.graph().columns(program.seeds()).selectEach(70);
                    program.layer(block);
                }),
                check("graph samples, with replacement", program -> {
                    Matrix block = program.graph().columns(program.seeds()).selectEachWithReplacement(40);
                    program.layer(block);
                }),
                check("graph samples, subgraphs", program -> {
                    Frontier found = program.graph()
                            .columns(program.seeds())
                            .selectEach(3)
                            .nodes();
                    program.layer(program.graph().columns(found).rows(found));
                }),
                check("graph samples, by what sources drew", program -> {
                    Matrix block = program.graph().columns(program.seeds()).selectEachBySource(6);
                    program.layer(block);
                    program.layer(program.graph().columns(block.sources()).selectEachBySource(50));
                }),
                weightedCheck("graph samples, by weight", program -> {
                    Matrix candidates = program.graph().columns(program.seeds());
                    program.layer(candidates.selectEach(6, candidates.weights()));
                    program.layer(candidates.selectEachWithReplacement(40, candidates.weights()));
                    program.layer(candidates.topEach(5, candidates.weights()));
                }),
                check("graph samples, what walks visit", program -> {
                    Walks walks = program.seeds().walk(6, 5, new WalkRule.Uniform(0.1f));
                    Matrix visits = walks.visits(program.seeds(), 2);
                    program.layer(visits);
                    program.layer(visits.topEach(3, visits.visitCounts()));
                    program.vertices(walks.visited());
                }),
                check("graph samples, layers of vertices selected together", SamplingChecks::together),
                check("graph samples, walks", program -> {
                    program.walks(program.seeds().walk(20, 2, new WalkRule.Uniform(0.1f)));
                    program.walks(program.seeds().walk(20, 1, new WalkRule.Restart(0.3f)));
                }),
                check("graph samples, second-order walks", program -> {
                    program.walks(program.seeds().walk(20, 2, new WalkRule.Node2Vec(2, 0.5f)));
                    // Proposals are almost always refused, until exact weights decide.
                    program.walks(program.seeds().walk(5, 1, new WalkRule.Node2Vec(1e-6f, 1e6f)));
                }),
                weightedCheck("graph samples, second-order walks by weight", program -> {
                    program.walks(program.seeds().walk(20, 2, new WalkRule.Node2Vec(2, 0.5f)));
                    program.walks(program.seeds().walk(5, 1, new WalkRule.Node2Vec(1e-6f, 1e6f)));
                }));
    }

    private static void layers(ProgramBuilder program) {
        Frontier frontier = program.seeds();
        for (int fanout : new int[] {7, 4}) {
            Matrix block = program.graph().columns(frontier).selectEach(fanout);
            program.layer(block);
            frontier = block.nodes();
        }
        program.vertices(frontier);
    }

    /** As LADIES selects, with numbers of edges, rows, columns and samples in the weights. */
    private static void together(ProgramBuilder program) {
        Frontier frontier = program.seeds();
        for (int count : new int[] {40, 70}) {
            Matrix candidates = program.graph().columns(frontier);
            EdgeVector halves = candidates.ones().times(0.5f);
            RowVector chances = halves.squared().sumByRow().root().normalized();
            Matrix block = candidates.rows(chances.select(count));
            EdgeVector unbiased = halves.of(block).over(chances);
            program.layer(block, unbiased.over(unbiased.sumByColumn()));
            frontier = block.nodes();
        }
        program.vertices(frontier);
    }

    private static Check check(String name, Consumer<ProgramBuilder> text) {
        return check(name, false, text);
    }

    private static Check weightedCheck(String name, Consumer<ProgramBuilder> text) {
        return check(name, true, text);
    }

    private static Check check(String name, boolean isWeighted, Consumer<ProgramBuilder> text) {
        return new Check(name, lab -> {
            Graph graph = graph(isWeighted);
            GraphInputs inputs = new GraphInputs(graph);
            ProgramBuilder builder = new ProgramBuilder(inputs.facts());
            text.accept(builder);
            SamplingProgram program = builder.build().relabelled();
            List<int[]> seeds = seeds();
            DeviceSampler sampler = new DeviceSampler(
                    lab.host(), Lab.gpu(), inputs, program, SEED, SAMPLE_IDS.length, VERTICES, VERTICES);
            sampler.setUp().forEach(lab::submit);
            sampler.batch(SAMPLE_IDS, seeds).forEach(lab::submit);
            Reference reference = new Reference(program, inputs, SEED);
            List<Sample> samples = new ArrayList<>();
            for (int i = 0; i < SAMPLE_IDS.length; i++) {
                samples.add(reference.sample(SAMPLE_IDS[i], seeds.get(i)));
            }
            for (ExpectedMemory expected : ExpectedMemory.of(sampler, samples)) {
                lab.expect(expected.what(), expected.slice(), expected.bytes());
            }
        });
    }

    private static List<int[]> seeds() {
        List<int[]> seeds = new ArrayList<>();
        for (int count : SEED_COUNTS) {
            int[] some = new int[count];
            for (int i = 0; i < count; i++) {
                some[i] = (int) Philox.below(VERTICES, SEED, SITE + 2, seeds.size() * 1000L + i);
            }
            seeds.add(some);
        }
        return seeds;
    }

    /** Hubs, self-loops, parallel edges, and every ninth vertex without edges; of weights every eleventh is 0. */
    private static Graph graph(boolean isWeighted) {
        int[] sources = new int[EDGES];
        int[] destinations = new int[EDGES];
        for (int i = 0; i < EDGES; i++) {
            double skew = Philox.unit(SEED, SITE, i);
            sources[i] = connected((int) Philox.below(VERTICES, SEED, SITE + 1, i));
            destinations[i] = connected((int) (skew * skew * skew * VERTICES));
        }
        float[] weights = new float[isWeighted ? EDGES : 0];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i % 11 == 0 ? 0 : (float) (Philox.unit(SEED, SITE + 3, i) * 3);
        }
        return Graph.of(VERTICES, sources, destinations, weights);
    }

    private static int connected(int vertex) {
        return vertex % 9 == 8 ? vertex - 1 : vertex;
    }
}
