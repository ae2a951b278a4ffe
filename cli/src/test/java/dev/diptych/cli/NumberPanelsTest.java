package dev.diptych.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Yaml;
import dev.diptych.model.plugin.Selected;
import dev.diptych.model.random.Philox;
import dev.diptych.systems.sampling.GraphInputs;
import dev.diptych.systems.sampling.SamplingAlgorithm;
import dev.diptych.systems.sampling.device.SampleBatches;
import dev.diptych.systems.sampling.program.EdgeVector;
import dev.diptych.systems.sampling.program.Matrix;
import dev.diptych.systems.sampling.program.ProgramBuilder;
import dev.diptych.systems.sampling.program.RowVector;
import dev.diptych.traces.graph.Graph;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Programs that compute with numbers and select vertices together, on the simulator against the reference, alone and in batches. */
class NumberPanelsTest {
    private static final int VERTICES = 400;
    private static final int EDGES = 6000;

    /** A hub that a third of the edges lead to, others by chance; self-loops, parallel edges, every ninth vertex without edges, and weights of 0. */
    private static Graph graph(boolean weighted) {
        int[] sources = new int[EDGES];
        int[] destinations = new int[EDGES];
        float[] weights = new float[weighted ? EDGES : 0];
        for (int i = 0; i < EDGES; i++) {
            double skew = Philox.unit(4, 0, i);
            sources[i] = connected((int) (skew * skew * VERTICES));
            destinations[i] = i % 3 == 0 ? 0 : connected((int) Philox.below(VERTICES, 4, 1, i));
            if (weighted) {
                weights[i] = i % 11 == 0 ? 0 : (float) (Philox.unit(4, 2, i) * 3);
            }
        }
        return Graph.of(VERTICES, sources, destinations, weights);
    }

    private static int connected(int vertex) {
        return vertex % 9 == 8 ? vertex - 1 : vertex;
    }

    private static void isTheSame(boolean weighted, Consumer<ProgramBuilder> text) {
        SamplingPanelsTest.isTheSame(new GraphInputs(graph(weighted)), text);
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // A plugin is given its own settings.
    private static Consumer<ProgramBuilder> algorithm(String settings) {
        Selected<SamplingAlgorithm> selected =
                Selected.of(SamplingAlgorithm.class, "sampling algorithm", Yaml.parse(settings, "this test"));
        return program -> selected.plugin().write(program, selected.settings());
    }

    @Test
    void ladiesWithWeights() {
        isTheSame(true, algorithm("{name: ladies, counts: [20, 35]}"));
    }

    @Test
    void ladiesWithoutWeights() {
        isTheSame(false, algorithm("{name: ladies, counts: [20, 35]}"));
    }

    @Test
    void ladiesWithItsFrontier() {
        isTheSame(true, algorithm("{name: ladies, counts: [5, 9], includeFrontier: true}"));
    }

    @Test
    void ladiesThatSelectsAllThereAre() {
        isTheSame(true, algorithm("{name: ladies, counts: [1000]}"));
    }

    @Test
    void fastGcnWithWeights() {
        isTheSame(true, algorithm("{name: fastgcn, counts: [30, 50]}"));
    }

    @Test
    void fastGcnWithoutWeights() {
        isTheSame(false, algorithm("{name: fastgcn, counts: [30, 50]}"));
    }

    @Test
    void asGcn() {
        GraphInputs inputs = new GraphInputs(graph(true), 6, new int[0], Map.of());
        SamplingPanelsTest.isTheSame(inputs, algorithm("{name: as-gcn, counts: [20, 30]}"));
    }

    @Test
    void verticesOfEqualWeightsByTheirArrivals() {
        // All the same weight, and one vertex is selected: the first of all arrivals.
        isTheSame(false, program -> {
            Matrix candidates = program.graph().columns(program.seeds());
            RowVector ones = candidates.ones().sumByRow();
            program.vertices(ones.over(ones).select(1));
        });
    }

    @Test
    void numbersOfEachKind() {
        // Every function, and others of edges, rows, columns and the whole sample, in one weight.
        isTheSame(true, program -> {
            Matrix candidates = program.graph().columns(program.seeds());
            EdgeVector weights = candidates.weights();
            RowVector rows = weights.relu().sumByRow();
            Matrix block = candidates.rows(rows.plus(rows).normalized().select(40));
            EdgeVector mixed = weights.times(weights)
                    .plus(0.25f)
                    .root()
                    .plus(weights.times(3))
                    .over(weights.plus(rows))
                    .times(weights.sumByColumn())
                    .plus(candidates.ones().sumByColumn().root())
                    .over(1.5f);
            program.layer(block, mixed);
            program.layer(
                    block, mixed.of(block).over(weights.of(block).sumByColumn()).squared());
        });
    }

    @Test
    void rowsThatHaveNoEdgeButANumber() {
        // What is added makes all vertices' chances positive, also of those that no candidate comes from.
        isTheSame(true, program -> {
            RowVector chances = program.graph()
                    .columns(program.seeds())
                    .weights()
                    .sumByRow()
                    .plus(0.5f);
            program.vertices(chances.normalized().select(60));
        });
    }

    @Test
    void numbersThatSomebodyKeeps() {
        float[] kept = new float[EDGES];
        for (int i = 0; i < EDGES; i++) {
            kept[i] = i % 7 * 0.5f;
        }
        GraphInputs inputs = new GraphInputs(graph(false), 0, new int[0], Map.of("kept", kept));
        SamplingPanelsTest.isTheSame(inputs, program -> {
            Matrix candidates = program.graph().columns(program.seeds());
            EdgeVector state = candidates.state("kept").plus(candidates.state("others"));
            Matrix block = candidates.rows(state.sumByRow().select(25));
            program.layer(block, state);
        });
    }

    @Test
    void termsThatAreTooLargeAreRefused() {
        assertThatThrownBy(() -> onTheSimulator(program -> {
                    Matrix candidates = program.graph().columns(program.seeds());
                    program.vertices(candidates.ones().times(0x1p41f).sumByRow().select(3));
                }))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a term that is no number below 2^40");
    }

    @Test
    void negativeWeightsAreRefused() {
        assertThatThrownBy(() -> onTheSimulator(program -> {
                    Matrix candidates = program.graph().columns(program.seeds());
                    program.vertices(candidates.ones().times(-1).sumByRow().select(3));
                }))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("negative or no finite number");
    }

    private static void onTheSimulator(Consumer<ProgramBuilder> text) {
        GraphInputs inputs = new GraphInputs(graph(false));
        ProgramBuilder builder = new ProgramBuilder(inputs.facts());
        text.accept(builder);
        List<SampleBatches.Batch> batches = List.of(new SampleBatches.Batch(new int[] {1}, List.of(new int[] {0, 1})));
        SamplingPanelsTest.onSimulator(inputs, builder.build(), batches);
    }
}
