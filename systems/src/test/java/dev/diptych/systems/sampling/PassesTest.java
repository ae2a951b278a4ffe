package dev.diptych.systems.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.systems.sampling.pass.Pass;
import dev.diptych.systems.sampling.pass.Passes;
import dev.diptych.systems.sampling.program.Matrix;
import dev.diptych.systems.sampling.program.SamplingProgram;
import dev.diptych.systems.sampling.reference.Reference;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Passes change programs, and no sample. */
class PassesTest {
    private static final int[] SEEDS = {3, 16, 11, 8, 150};

    private final GraphInputs inputs = SamplingFixture.rich(SamplingFixture.random(200, 1500, true));

    static Stream<String> algorithms() {
        return AlgorithmsTest.algorithms();
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void everyChoiceOfPasses_leavesEachAlgorithmsSamplesAsTheyAre(String algorithm) {
        SamplingProgram program = SamplingFixture.program(inputs, algorithm).relabelled();
        long wanted = new Reference(program, inputs, 9).sample(5, SEEDS).digest();
        List<String> names = Plugins.all(Pass.class).stream().map(Pass::name).toList();
        for (int choice = 0; choice < 1 << names.size(); choice++) {
            int left = choice;
            List<String> without = IntStream.range(0, names.size())
                    .filter(i -> (left >> i & 1) == 1)
                    .mapToObj(names::get)
                    .toList();
            SamplingProgram changed = Passes.apply(program, without);
            assertThat(new Reference(changed, inputs, 9).sample(5, SEEDS).digest())
                    .as("without %s", without)
                    .isEqualTo(wanted);
        }
    }

    @Test
    void commonValues_areComputedOnce_butDrawsAreNot() {
        SamplingProgram program = SamplingFixture.program(inputs, p -> {
            Matrix block = p.graph().columns(p.seeds());
            Matrix same = p.graph().columns(p.seeds());
            p.layer(block.selectEach(2), block.weights());
            p.layer(same.selectEach(2), same.weights());
        });
        SamplingProgram changed = Passes.apply(program, List.of("dead-code"));
        // Columns, weights and the weights of these columns are there once; both selections stay.
        assertThat(changed.nodes()).hasSize(program.nodes().size() - 3);
        Sample sample = new Reference(changed, inputs, 9).sample(0, new int[] {3, 11, 40});
        assertThat(sample.blocks().get(0).sources())
                .isNotEqualTo(sample.blocks().get(1).sources());
    }

    @Test
    void deadCode_isLeftOut_andOtherDrawsAreWhatTheyWere() {
        SamplingProgram program = SamplingFixture.program(inputs, p -> {
            Matrix block = p.graph().columns(p.seeds());
            block.selectEach(4).nodes();
            p.layer(block.selectEach(2));
        });
        SamplingProgram changed = Passes.apply(program, List.of());
        assertThat(changed.nodes()).hasSize(4);
        assertThat(new Reference(changed, inputs, 9).sample(1, SEEDS).digest())
                .isEqualTo(new Reference(program, inputs, 9).sample(1, SEEDS).digest());
    }

    @Test
    void aPassThatIsNotThere_isNamed() {
        SamplingProgram program = SamplingFixture.program(inputs, "deep-walk");
        assertThatThrownBy(() -> Passes.apply(program, List.of("magic")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("magic");
    }
}
