package dev.diptych.systems.sampling.algorithm;

import com.google.auto.service.AutoService;
import dev.diptych.systems.Setting;
import dev.diptych.systems.sampling.SamplingAlgorithm;
import dev.diptych.systems.sampling.program.Frontier;
import dev.diptych.systems.sampling.program.Matrix;
import dev.diptych.systems.sampling.program.ProgramBuilder;

/**
 * The subgraph within some hops of two vertices, without the link between them, and for each vertex a label by its distances to both (Zhang, Chen:
 * Link prediction based on graph neural networks, NeurIPS 2018, section 3). A sample's first two seeds are the link.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SamplingAlgorithm.class)
public final class Seal implements SamplingAlgorithm<Seal.Settings> {
    /**
     * Its settings.
     *
     * @param hops hops from the two
     * @param fanout neighbours of each vertex at most; 0 for all
     */
    public record Settings(int hops, int fanout) {}

    @Override
    public String name() {
        return "seal";
    }

    @Override
    public String summary() {
        return "the subgraph around a link, without it, and labels by distance";
    }

    @Override
    public Settings defaults() {
        return new Settings(2, 0);
    }

    @Override
    public void write(ProgramBuilder program, Settings settings) {
        Setting.atLeast(1, "hops", settings.hops());
        Setting.atLeast(0, "fanout", settings.fanout());
        Frontier link = program.seeds();
        Frontier frontier = link;
        for (int hop = 0; hop < settings.hops(); hop++) {
            Matrix block = program.graph().columns(frontier);
            frontier = (settings.fanout() == 0 ? block : block.selectEach(settings.fanout())).nodes();
        }
        Matrix subgraph = program.graph().columns(frontier).rows(frontier).withoutPair(link);
        program.layer(subgraph);
        program.vertices(frontier, subgraph.pairLabels(frontier, link));
    }
}
