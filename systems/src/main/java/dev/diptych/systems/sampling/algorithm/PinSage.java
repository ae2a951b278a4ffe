package dev.diptych.systems.sampling.algorithm;

import com.google.auto.service.AutoService;
import dev.diptych.systems.sampling.SamplingAlgorithm;
import dev.diptych.systems.sampling.program.EdgeVector;
import dev.diptych.systems.sampling.program.Frontier;
import dev.diptych.systems.sampling.program.Matrix;
import dev.diptych.systems.sampling.program.ProgramBuilder;
import dev.diptych.systems.sampling.program.WalkRule;
import dev.diptych.systems.sampling.program.Walks;

/**
 * From each seed R walks that end with a chance after each traversal; the K vertices that they visit most often are its neighbours, weighted by their
 * share of the visits (Ying et al.: PinSAGE, KDD 2018, section 3.1). In a bipartite graph a traversal is two steps, there and back.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SamplingAlgorithm.class)
public final class PinSage implements SamplingAlgorithm<PinSage.Settings> {
    /**
     * Its settings.
     *
     * @param walks R
     * @param traversals of a walk at most
     * @param steps of a traversal: 2 in a bipartite graph
     * @param stop chance of ending after a step
     * @param keep K
     */
    public record Settings(int walks, int traversals, int steps, double stop, int keep) {}

    @Override
    public String name() {
        return "pinsage";
    }

    @Override
    public String summary() {
        return "the neighbours that short walks visit most often";
    }

    @Override
    public Settings defaults() {
        return new Settings(10, 2, 2, 0.5, 3);
    }

    @Override
    public void write(ProgramBuilder program, Settings settings) {
        Frontier seeds = program.seeds();
        // What no int holds is refused as what is too long.
        int length = (int) Math.min(Integer.MAX_VALUE, (long) settings.traversals() * settings.steps());
        WalkRule rule = new WalkRule.Uniform((float) settings.stop());
        Walks walks = seeds.walk(length, settings.walks(), rule);
        Matrix visits = walks.visits(seeds, settings.steps());
        EdgeVector counts = visits.visitCounts();
        Matrix block = visits.topEach(settings.keep(), counts);
        EdgeVector kept = counts.of(block);
        program.layer(block, kept.over(kept.sumByColumn()));
        program.vertices(block.nodes());
    }
}
