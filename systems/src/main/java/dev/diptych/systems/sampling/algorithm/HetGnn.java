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
 * Walks that go back to their seed with a chance; of each vertex type the K vertices that they visit most often (Zhang et al.: Heterogeneous graph
 * neural network, KDD 2019, section 3.1). One matrix for each type. Walks have a fixed number of steps, where the paper has them go on until enough
 * vertices of each type were found.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SamplingAlgorithm.class)
public final class HetGnn implements SamplingAlgorithm<HetGnn.Settings> {
    /**
     * Its settings.
     *
     * @param length steps of a walk
     * @param walks walks from each seed
     * @param back chance of going back
     * @param keep K
     */
    public record Settings(int length, int walks, double back, int keep) {}

    @Override
    public String name() {
        return "hetgnn";
    }

    @Override
    public String summary() {
        return "of each type the neighbours that walks with restart visit most often";
    }

    @Override
    public Settings defaults() {
        return new Settings(100, 1, 0.5, 10);
    }

    @Override
    public void write(ProgramBuilder program, Settings settings) {
        Frontier seeds = program.seeds();
        Walks walks = seeds.walk(settings.length(), settings.walks(), new WalkRule.Restart((float) settings.back()));
        Matrix visits = walks.visits(seeds, 1);
        EdgeVector counts = visits.visitCounts();
        for (int type = 0; type < program.types(); type++) {
            Matrix ofType = visits.rowsOfType(type);
            Matrix block = ofType.topEach(settings.keep(), counts.of(ofType));
            program.layer(block, counts.of(block));
        }
        program.vertices(walks.visited());
    }
}
