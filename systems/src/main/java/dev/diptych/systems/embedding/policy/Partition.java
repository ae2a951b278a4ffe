package dev.diptych.systems.embedding.policy;

import com.google.auto.service.AutoService;
import dev.diptych.model.placement.Placement;
import dev.diptych.model.placement.PlacementProblem;
import dev.diptych.model.placement.PlacementSolver;
import dev.diptych.model.plugin.Plugin;
import java.util.stream.IntStream;

/**
 * The hottest entries are dealt out to all GPUs in turn, each stored once (WholeGraph; UGache's {@code PartitionSolver}). A GPU whose room is
 * used up drops out. What a GPU cannot reach it reads from the host.
 */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(PlacementSolver.class)
public final class Partition implements StaticPolicy<Plugin.None> {
    @Override
    public String name() {
        return "partition";
    }

    @Override
    public String summary() {
        return "each of the hottest rows lies on one GPU, in turn";
    }

    @Override
    public None defaults() {
        return new None();
    }

    @Override
    public Placement place(PlacementProblem problem, None settings) {
        RankedEntries entries = new RankedEntries(problem);
        long full = 0;
        for (long room : problem.capacityRows().stream().distinct().sorted().toList()) {
            long used = full;
            int[] open = IntStream.range(0, problem.gpus())
                    .filter(gpu -> problem.capacityRows().get(gpu) > used)
                    .toArray();
            if (room > used) {
                entries.deal(Math.multiplyExact(room - used, open.length), open);
                full = room;
            }
        }
        return entries.rest();
    }
}
