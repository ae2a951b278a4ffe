package dev.diptych.systems.sampling.reference;

import static dev.diptych.systems.sampling.SamplingFixture.fan;
import static dev.diptych.systems.sampling.SamplingFixture.random;
import static dev.diptych.systems.sampling.SamplingFixture.reference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.diptych.model.InputException;
import dev.diptych.systems.sampling.GraphInputs;
import dev.diptych.systems.sampling.Sample;
import dev.diptych.systems.sampling.SamplingFixture;
import dev.diptych.systems.sampling.program.EdgeVector;
import dev.diptych.systems.sampling.program.Frontier;
import dev.diptych.systems.sampling.program.Matrix;
import dev.diptych.systems.sampling.program.RowVector;
import dev.diptych.systems.sampling.program.SamplingProgram;
import dev.diptych.systems.sampling.program.WalkRule;
import dev.diptych.traces.graph.Graph;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReferenceTest {
    private final Graph graph = random(300, 3000, true);
    private final GraphInputs inputs = new GraphInputs(graph);

    @Test
    void columns_holdTheInEdgesOfEachVertexInOrder() {
        Reference reference = reference(inputs, p -> p.layer(p.graph().columns(p.seeds())), 1);
        int[] seeds = {5, 16, 5, 299};
        Sample.Block block = reference.sample(0, seeds).blocks().get(0);
        assertThat(block.columns()).isEqualTo(seeds);
        for (int column = 0; column < seeds.length; column++) {
            int[] wanted = IntStream.range(graph.first(seeds[column]), graph.first(seeds[column] + 1))
                    .toArray();
            assertThat(Arrays.copyOfRange(block.positions(), block.first()[column], block.first()[column + 1]))
                    .isEqualTo(wanted);
        }
        assertThat(block.first()[2] - block.first()[1]).isZero();
    }

    @Test
    void places_areThoseOfTheNextFrontier_andColumnsThatComeTwiceHaveOne() {
        SamplingProgram program = SamplingFixture.program(inputs, p -> {
                    Matrix block = p.graph().columns(p.seeds()).selectEach(5);
                    p.layer(block);
                    p.vertices(block.nodes());
                })
                .relabelled();
        int[] seeds = {5, 16, 5, 299, 40};
        Sample sample = new Reference(program, inputs, 1).sample(0, seeds);
        int[] nodes = sample.vertices().get(0).ids();
        Sample.Places places = sample.places().get(0);
        assertThat(places.columns()).containsExactly(0, 1, 0, 2, 3);
        assertThat(Arrays.stream(places.sources()).map(place -> nodes[place]))
                .containsExactlyElementsOf(
                        Arrays.stream(sample.blocks().get(0).sources()).boxed().toList());
    }

    @Test
    void walksOfOtherLengths_areOtherSamples_thoughTheirVerticesAreTheSame() {
        Sample.Walks two = new Sample.Walks(2, new int[] {1, 2, 3, 4});
        Sample.Walks four = new Sample.Walks(4, new int[] {1, 2, 3, 4});
        assertThat(sampleOf(two).digest()).isNotEqualTo(sampleOf(four).digest());
    }

    private static Sample sampleOf(Sample.Walks walks) {
        return new Sample(0, List.of(), List.of(walks), List.of(), List.of());
    }

    @Test
    void selectEach_takesDifferentEdgesOfEachColumnAndAllWhereThereAreFew() {
        Reference reference =
                reference(inputs, p -> p.layer(p.graph().columns(p.seeds()).selectEach(5)), 1);
        int[] seeds = IntStream.range(0, 300).toArray();
        Sample.Block block = reference.sample(3, seeds).blocks().get(0);
        for (int vertex : seeds) {
            int[] chosen = Arrays.copyOfRange(block.positions(), block.first()[vertex], block.first()[vertex + 1]);
            assertThat(chosen).isSorted().doesNotHaveDuplicates().hasSize(Math.min(5, graph.degree(vertex)));
            assertThat(Arrays.stream(chosen)).allMatch(at -> graph.first(vertex) <= at && at < graph.first(vertex + 1));
        }
    }

    @Test
    void aColumnsDraws_doNotDependOnWhatStandsBesideIt() {
        Reference reference =
                reference(inputs, p -> p.layer(p.graph().columns(p.seeds()).selectEach(3)), 1);
        Sample.Block alone = reference.sample(3, new int[] {40}).blocks().get(0);
        Sample.Block among = reference.sample(3, new int[] {7, 40, 9}).blocks().get(0);
        assertThat(Arrays.copyOfRange(among.positions(), among.first()[1], among.first()[2]))
                .isEqualTo(alone.positions());
        assertThat(reference.sample(4, new int[] {40}).digest())
                .isNotEqualTo(reference.sample(3, new int[] {40}).digest());
    }

    @Test
    void selectEachBySource_agreesOnSharedNeighbours() {
        // Two columns with the same ten sources.
        int[] sources = IntStream.range(0, 20).map(i -> i % 10).toArray();
        int[] destinations = IntStream.range(0, 20).map(i -> 10 + i / 10).toArray();
        GraphInputs twins = new GraphInputs(Graph.of(12, sources, destinations, new float[0]));
        Reference reference =
                reference(twins, p -> p.layer(p.graph().columns(p.seeds()).selectEachBySource(4)), 1);
        Set<String> seen = new HashSet<>();
        for (int sample = 0; sample < 20; sample++) {
            int[] chosen =
                    reference.sample(sample, new int[] {10, 11}).blocks().get(0).sources();
            assertThat(Arrays.copyOfRange(chosen, 0, 4)).isEqualTo(Arrays.copyOfRange(chosen, 4, 8));
            seen.add(Arrays.toString(chosen));
        }
        assertThat(seen).hasSizeGreaterThan(10);
    }

    @Test
    void nodes_areColumnsFirstAndThenSourcesWhereTheyComeFirst() {
        Graph small = Graph.of(5, new int[] {4, 1, 3, 4}, new int[] {0, 0, 2, 2}, new float[0]);
        Reference reference = reference(
                new GraphInputs(small),
                p -> p.vertices(p.graph().columns(p.seeds()).nodes()),
                1);
        assertThat(reference.sample(0, new int[] {2, 0}).vertices().get(0).ids())
                .containsExactly(2, 0, 3, 4, 1);
    }

    @Test
    void ladiesWeights_areThoseOfItsFormula() {
        // Columns 2 and 3; rows 0 and 1 with weights 2, 1 and 3.
        Graph small = Graph.of(4, new int[] {0, 1, 1}, new int[] {2, 2, 3}, new float[] {2, 1, 3});
        Reference reference = reference(
                new GraphInputs(small),
                p -> {
                    Matrix candidates = p.graph().columns(p.seeds());
                    RowVector chances = candidates.weights().squared().sumByRow();
                    Matrix block = candidates.rows(chances.select(2));
                    EdgeVector unbiased = candidates.weights().of(block).over(chances);
                    p.layer(block, unbiased.over(unbiased.sumByColumn()));
                },
                1);
        float[] weights = reference.sample(0, new int[] {2, 3}).blocks().get(0).weights();
        // Row 0 has 4, row 1 has 1 + 9: 2/4 and 1/10 of their sum, and 3/10 alone.
        assertThat(weights).containsExactly(new float[] {0.5f / 0.6f, 0.1f / 0.6f, 1}, within(1e-6f));
    }

    @Test
    void uniformSelection_includesEachEdgeAsOften() {
        int degree = 12;
        int count = 5;
        GraphInputs one = new GraphInputs(fan(new float[degree]));
        Reference reference =
                reference(one, p -> p.layer(p.graph().columns(p.seeds()).selectEach(count)), 42);
        int samples = 6000;
        int[] included = included(reference, degree, samples);
        // Of a selection without replacement, (n - 1) / (n (1 - k / n)) times the sum is chi-square with 11 degrees:
        // 31.26 at 0.001.
        double expected = (double) samples * count / degree;
        double sum = Arrays.stream(included)
                .mapToDouble(n -> (n - expected) * (n - expected) / expected)
                .sum();
        assertThat(sum * (degree - 1) / (degree - count)).isLessThan(31.26);
    }

    @Test
    void weightedSelection_includesEachAsSuccessiveDrawsDo() {
        float[] weights = {1, 2, 4, 0, 8, 1e-3f};
        GraphInputs one = new GraphInputs(fan(weights));
        Reference reference = reference(
                one,
                p -> {
                    Matrix block = p.graph().columns(p.seeds());
                    p.layer(block.selectEach(2, block.weights()));
                },
                42);
        int samples = 20_000;
        int[] included = included(reference, weights.length, samples);
        double total = 15.001;
        for (int i = 0; i < weights.length; i++) {
            double chance = weights[i] / total;
            for (int first = 0; first < weights.length; first++) {
                if (first != i) {
                    chance += weights[first] / total * weights[i] / (total - weights[first]);
                }
            }
            // Four standard deviations.
            double spread = 4 * Math.sqrt(samples * chance * (1 - chance));
            assertThat((double) included[i]).isCloseTo(samples * chance, within(spread));
        }
        assertThat(included[3]).isZero();
    }

    @Test
    void weightedSelectionWithReplacement_drawsInProportion() {
        float[] weights = {1, 0, 3, 6};
        GraphInputs one = new GraphInputs(fan(weights));
        Reference reference = reference(
                one,
                p -> {
                    Matrix block = p.graph().columns(p.seeds());
                    p.layer(block.selectEachWithReplacement(10, block.weights()));
                },
                42);
        int samples = 3000;
        int[] drawn = included(reference, weights.length, samples);
        assertThat(drawn[1]).isZero();
        for (int i = 0; i < weights.length; i++) {
            double chance = weights[i] / 10;
            double spread = 4 * Math.sqrt(samples * 10 * chance * (1 - chance));
            assertThat((double) drawn[i]).isCloseTo(samples * 10 * chance, within(Math.max(spread, 1e-9)));
        }
    }

    @Test
    void columnsThatShareNothing_drawApart() {
        // 200 columns of 50 edges each: two selections of 5 have half an edge in common on average.
        int columns = 200;
        int degree = 50;
        int[] sources =
                IntStream.range(0, columns * degree).map(i -> i % degree).toArray();
        int[] destinations = IntStream.range(0, columns * degree)
                .map(i -> degree + i / degree)
                .toArray();
        GraphInputs alike = new GraphInputs(Graph.of(degree + columns, sources, destinations, new float[0]));
        Reference reference =
                reference(alike, p -> p.layer(p.graph().columns(p.seeds()).selectEach(5)), 42);
        int[] chosen = reference
                .sample(0, IntStream.range(degree, degree + columns).toArray())
                .blocks()
                .get(0)
                .sources();
        long common = 0;
        for (int one = 0; one < columns; one++) {
            for (int other = 0; other < one; other++) {
                for (int i = 0; i < 25; i++) {
                    common += chosen[one * 5 + i / 5] == chosen[other * 5 + i % 5] ? 1 : 0;
                }
            }
        }
        double mean = common / (columns * (columns - 1) / 2.0);
        assertThat(mean).isCloseTo(0.5, within(0.02));
    }

    @Test
    void node2vec_goesBackNearAndFarAsItsParametersSay() {
        // From 0 to 1 only; from 1 back to 0, to 2 (next to 0) or to 3. Edges go both ways.
        int[] ends = {0, 1, 1, 2, 1, 3, 0, 2};
        int[] sources = new int[ends.length];
        int[] destinations = new int[ends.length];
        for (int i = 0; i < ends.length; i += 2) {
            sources[i] = ends[i];
            destinations[i] = ends[i + 1];
            sources[i + 1] = ends[i + 1];
            destinations[i + 1] = ends[i];
        }
        GraphInputs small = new GraphInputs(Graph.of(4, sources, destinations, new float[0]));
        Reference reference =
                reference(small, p -> p.walks(p.seeds().walk(2, 200_000, new WalkRule.Node2Vec(2, 0.5f))), 42);
        Sample.Walks walks = reference.sample(0, new int[] {0}).walks().get(0);
        int[] third = new int[4];
        for (int at = 0; at < walks.vertices().length; at += 3) {
            if (walks.vertices()[at + 1] == 1) {
                third[walks.vertices()[at + 2]]++;
            }
        }
        // 1/p : 1 : 1/q
        assertThat(third[0] / (double) third[2]).isCloseTo(0.5, within(0.01));
        assertThat(third[3] / (double) third[2]).isCloseTo(2, within(0.02));
    }

    @Test
    void aSeedThatIsNoVertex_isRefused() {
        Reference reference = reference(inputs, p -> p.layer(p.graph().columns(p.seeds())), 1);
        assertThatThrownBy(() -> reference.sample(0, new int[] {300}))
                .isInstanceOf(InputException.class)
                .hasMessage("seed 300: the graph has vertices 0 to 299");
    }

    @Test
    void forcedVertices_areInTheSampleWhateverWasSelected() {
        Reference reference = reference(
                inputs,
                p -> {
                    Frontier chosen =
                            p.graph().columns(p.seeds()).weights().sumByRow().select(2);
                    p.vertices(p.seeds().union(chosen));
                },
                1);
        int[] ids = reference.sample(0, new int[] {40, 41}).vertices().get(0).ids();
        assertThat(ids).startsWith(40, 41).doesNotHaveDuplicates();
    }

    private static int[] included(Reference reference, int degree, int samples) {
        int[] included = new int[degree];
        for (int sample = 0; sample < samples; sample++) {
            for (int source :
                    reference.sample(sample, new int[] {degree}).blocks().get(0).sources()) {
                included[source]++;
            }
        }
        return included;
    }
}
