package dev.diptych.systems.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.plugin.Plugins;
import dev.diptych.systems.sampling.reference.Reference;
import dev.diptych.traces.graph.Graph;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every algorithm keeps to, on graphs with hubs, loops, parallel edges and vertices without any. */
class AlgorithmsTest {
    static Stream<String> algorithms() {
        return Plugins.all(SamplingAlgorithm.class).stream().map(plugin -> ((SamplingAlgorithm<?>) plugin).name());
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void aSample_isAFunctionOfItsIdAndSeeds_andItsEdgesAreTheGraphs(String algorithm) {
        for (Graph graph : List.of(
                SamplingFixture.random(200, 1500, false),
                SamplingFixture.random(200, 1500, true),
                Graph.of(20, new int[0], new int[0], new float[0]))) {
            GraphInputs inputs = SamplingFixture.rich(graph);
            Reference reference = new Reference(SamplingFixture.program(inputs, algorithm), inputs, 9);
            Reference again = new Reference(SamplingFixture.program(inputs, algorithm), inputs, 9);
            int[] seeds = {3, 16, 11, 8};
            again.sample(6, new int[] {2, 3});
            Sample sample = reference.sample(5, seeds);
            assertThat(sample.digest()).isEqualTo(again.sample(5, seeds).digest());
            for (Sample.Block block : sample.blocks()) {
                for (int column = 0; column < block.columns().length; column++) {
                    for (int edge = block.first()[column]; edge < block.first()[column + 1]; edge++) {
                        int position = block.positions()[edge];
                        if (position >= 0) {
                            assertThat(graph.source(position)).isEqualTo(block.sources()[edge]);
                            int vertex = block.columns()[column];
                            assertThat(position).isBetween(graph.first(vertex), graph.first(vertex + 1) - 1);
                        }
                    }
                }
                for (float weight : block.weights()) {
                    assertThat(weight).isFinite().isNotNegative();
                }
            }
            for (Sample.Vertices vertices : sample.vertices()) {
                assertThat(Arrays.stream(vertices.ids())).allMatch(id -> id >= 0 && id < graph.vertices());
            }
        }
    }
}
