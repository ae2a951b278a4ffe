package dev.diptych.systems.sampling.algorithm;

import com.google.auto.service.AutoService;
import dev.diptych.systems.Setting;
import dev.diptych.systems.sampling.SamplingAlgorithm;
import dev.diptych.systems.sampling.program.EdgeVector;
import dev.diptych.systems.sampling.program.Frontier;
import dev.diptych.systems.sampling.program.Matrix;
import dev.diptych.systems.sampling.program.ProgramBuilder;
import java.util.List;

/**
 * The program of {@link GcnBs} with another reward that training computes (Zhang et al.: Biased stochastic gradient samplers, "Thanos", NeurIPS
 * 2021, section 4).
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SamplingAlgorithm.class)
public final class Thanos implements SamplingAlgorithm<Thanos.Settings> {
    /**
     * Its settings.
     *
     * @param fanouts K of each layer, the seeds' first
     * @param explore eta
     */
    public record Settings(List<Integer> fanouts, double explore) {}

    @Override
    public String name() {
        return "thanos";
    }

    @Override
    public String summary() {
        return "neighbours chosen by what was learned of them, with a biased reward";
    }

    @Override
    public Settings defaults() {
        return new Settings(List.of(10, 10), 0.4);
    }

    @Override
    public void write(ProgramBuilder program, Settings settings) {
        Frontier frontier = program.seeds();
        for (int fanout : Setting.notEmpty("fanouts", settings.fanouts())) {
            Matrix candidates = program.graph().columns(frontier);
            EdgeVector bias = BanditChances.of(candidates, settings.explore());
            Matrix block = candidates.selectEach(fanout, bias);
            frontier = block.nodes();
            program.layer(block, BanditChances.unbiased(program.graph(), block, bias, fanout));
        }
        program.vertices(frontier);
    }
}
