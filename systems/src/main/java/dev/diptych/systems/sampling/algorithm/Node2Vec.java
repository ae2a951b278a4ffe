package dev.diptych.systems.sampling.algorithm;

import com.google.auto.service.AutoService;
import dev.diptych.systems.sampling.SamplingAlgorithm;
import dev.diptych.systems.sampling.program.ProgramBuilder;
import dev.diptych.systems.sampling.program.WalkRule;

/**
 * Second-order walks: from {@code t} to {@code v} and on to {@code x} in proportion to {@code w(x, v)} times {@code 1/p} if x is t, 1 if x has an
 * edge to t, {@code 1/q} otherwise (Grover, Leskovec: node2vec, KDD 2016, section 3.2.2).
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SamplingAlgorithm.class)
public final class Node2Vec implements SamplingAlgorithm<Node2Vec.Settings> {
    /**
     * Its settings.
     *
     * @param length steps of a walk
     * @param walks walks from each seed
     * @param p the larger, the more rarely a walk goes back
     * @param q the larger, the closer it stays to where it comes from
     */
    public record Settings(int length, int walks, double p, double q) {}

    @Override
    public String name() {
        return "node2vec";
    }

    @Override
    public String summary() {
        return "second-order random walks between breadth and depth";
    }

    @Override
    public Settings defaults() {
        return new Settings(80, 1, 2, 0.5);
    }

    @Override
    public void write(ProgramBuilder program, Settings settings) {
        WalkRule rule = new WalkRule.Node2Vec((float) settings.p(), (float) settings.q());
        program.walks(program.seeds().walk(settings.length(), settings.walks(), rule));
    }
}
