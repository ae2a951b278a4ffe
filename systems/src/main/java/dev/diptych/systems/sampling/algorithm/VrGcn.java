package dev.diptych.systems.sampling.algorithm;

import com.google.auto.service.AutoService;
import dev.diptych.systems.Setting;
import dev.diptych.systems.sampling.SamplingAlgorithm;
import dev.diptych.systems.sampling.program.Frontier;
import dev.diptych.systems.sampling.program.Matrix;
import dev.diptych.systems.sampling.program.ProgramBuilder;
import java.util.List;

/**
 * GraphSAGE with few neighbours, and beside each sampled layer the whole one, over which remembered activations are summed: {@code A_s (h - h_old) +
 * A h_old} (Chen, Zhu, Song: Stochastic training with variance reduction, ICML 2018, equation 5). A layer is given whole first and then sampled.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SamplingAlgorithm.class)
public final class VrGcn implements SamplingAlgorithm<VrGcn.Settings> {
    /**
     * Its settings.
     *
     * @param fanouts neighbours of each layer, the seeds' first
     */
    public record Settings(List<Integer> fanouts) {}

    @Override
    public String name() {
        return "vr-gcn";
    }

    @Override
    public String summary() {
        return "two neighbours of each vertex, and all of them for what is remembered";
    }

    @Override
    public Settings defaults() {
        return new Settings(List.of(2, 2));
    }

    @Override
    public void write(ProgramBuilder program, Settings settings) {
        Frontier frontier = program.seeds();
        for (int fanout : Setting.notEmpty("fanouts", settings.fanouts())) {
            Matrix whole = program.graph().columns(frontier);
            Matrix block = whole.selectEach(fanout);
            program.layer(whole);
            program.layer(block);
            frontier = block.nodes();
        }
        program.vertices(frontier);
    }
}
