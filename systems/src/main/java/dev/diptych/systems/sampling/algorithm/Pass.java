package dev.diptych.systems.sampling.algorithm;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.systems.Setting;
import dev.diptych.systems.sampling.SamplingAlgorithm;
import dev.diptych.systems.sampling.program.EdgeVector;
import dev.diptych.systems.sampling.program.Features;
import dev.diptych.systems.sampling.program.Frontier;
import dev.diptych.systems.sampling.program.Matrix;
import dev.diptych.systems.sampling.program.ProgramBuilder;
import java.util.List;

/**
 * K in-neighbours of each vertex with replacement, by {@code relu([a1, a2, a3] s) + 1e-9}: a1 and a2 are inner products of projected features of
 * source and destination, a3 is the edge's share of its column's weight, and s are three learned weights that sum to 1 (Yoon et al.:
 * Performance-adaptive sampling strategy, KDD 2021, section 4.1).
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SamplingAlgorithm.class)
public final class Pass implements SamplingAlgorithm<Pass.Settings> {
    /**
     * Its settings.
     *
     * @param fanouts K of each layer, the seeds' first
     * @param width numbers of a projected feature
     * @param mix s before it is divided by its sum
     */
    public record Settings(List<Integer> fanouts, int width, List<Double> mix) {}

    @Override
    public String name() {
        return "pass";
    }

    @Override
    public String summary() {
        return "neighbours chosen by a learned attention";
    }

    @Override
    public Settings defaults() {
        return new Settings(List.of(10, 10), 64, List.of(1.0, 1.0, 1.0));
    }

    @Override
    public void write(ProgramBuilder program, Settings settings) {
        double whole = settings.mix().stream().mapToDouble(Double::doubleValue).sum();
        if (settings.mix().size() != 3
                || !(whole > 0)
                || settings.mix().stream().anyMatch(weight -> !(weight >= 0))) {
            throw new InputException(
                    "setting 'mix' is %s; it has a weight for each of three attentions, none negative and not all 0"
                            .formatted(settings.mix()));
        }
        Features first = program.features().times("attention-1", settings.width());
        Features second = program.features().times("attention-2", settings.width());
        Frontier frontier = program.seeds();
        for (int fanout : Setting.notEmpty("fanouts", settings.fanouts())) {
            Matrix candidates = program.graph().columns(frontier);
            EdgeVector weights = candidates.weightsOrOnes();
            EdgeVector bias = first.dot(candidates)
                    .times((float) (settings.mix().get(0) / whole))
                    .plus(second.dot(candidates).times((float) (settings.mix().get(1) / whole)))
                    .plus(weights.over(weights.sumByColumn())
                            .times((float) (settings.mix().get(2) / whole)));
            Matrix block =
                    candidates.selectEachWithReplacement(fanout, bias.relu().plus(1e-9f));
            program.layer(block, bias.of(block));
            frontier = block.nodes();
        }
        program.vertices(frontier);
    }
}
