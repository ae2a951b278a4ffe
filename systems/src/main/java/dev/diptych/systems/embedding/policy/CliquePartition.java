package dev.diptych.systems.embedding.policy;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.placement.Placement;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.PlacementSolver;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * GPUs that all reach each other partition the hottest entries among them; every such clique does so with the same entries (Quiver's {@code
 * p2p_clique_replicate}, UGache's {@code CliquePartSolver}). Cliques are equally large and have consecutive GPUs: all GPUs of a full mesh,
 * halves of a DGX-1.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(PlacementSolver.class)
public final class CliquePartition implements StaticPolicy<CliquePartition.Settings> {
    /**
     * The cut into cliques.
     *
     * @param cliqueSize GPUs of each; 0 for the largest that all reach each other
     */
    public record Settings(int cliqueSize) {}

    @Override
    public String name() {
        return "clique-partition";
    }

    @Override
    public String summary() {
        return "GPUs that reach each other share the hottest rows out, clique by clique";
    }

    @Override
    public Settings defaults() {
        return new Settings(0);
    }

    @Override
    public Placement place(PlacementProblem problem, Settings settings) {
        int gpus = problem.gpus();
        int size = settings.cliqueSize == 0 ? largestClique(problem) : settings.cliqueSize;
        if (size < 1 || gpus % size != 0) {
            throw new InputException("cliqueSize %d: should divide the %d GPUs".formatted(size, gpus));
        }
        List<RankedEntries.Group> cliques = new ArrayList<>();
        for (int first = 0; first < gpus; first += size) {
            int[] members = IntStream.range(first, first + size).toArray();
            cliques.add(new RankedEntries.Group(members, members));
        }
        long room =
                problem.capacityRows().stream().mapToLong(Long::longValue).min().orElse(0);
        RankedEntries entries = new RankedEntries(problem);
        entries.deal(Math.multiplyExact(room, size), cliques);
        return entries.rest();
    }

    private static int largestClique(PlacementProblem problem) {
        int gpus = problem.gpus();
        for (int size = gpus; size > 1; size--) {
            if (gpus % size == 0 && areCliques(problem, size)) {
                return size;
            }
        }
        return 1;
    }

    private static boolean areCliques(PlacementProblem problem, int size) {
        for (int reader = 0; reader < problem.gpus(); reader++) {
            int first = reader - reader % size;
            for (int owner = first; owner < first + size; owner++) {
                if (owner != reader && !problem.costs().gpus().get(reader).reaches(owner)) {
                    return false;
                }
            }
        }
        return true;
    }
}
