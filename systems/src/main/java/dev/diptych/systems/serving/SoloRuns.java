package dev.diptych.systems.serving;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Op;
import dev.diptych.model.run.Host;
import dev.diptych.systems.serving.workload.OutputCheck;
import dev.diptych.systems.serving.workload.Recipe;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs of instances before the first request, one after the other in one stream, whose results are what later ones should be. */
final class SoloRuns {
    private static final int STREAM = 0;

    private record Awaited(OutputCheck check, int turn) {}

    private final Host host;
    private final Gpu gpu;
    private final Map<Long, Awaited> awaited = new HashMap<>();

    SoloRuns(Host host, Gpu gpu) {
        this.host = host;
        this.gpu = gpu;
    }

    /** Runs each turn of an instance if its check has yet to learn what is right; to be called before the first request. */
    void run(Recipe recipe) {
        OutputCheck check = recipe.check().orElse(null);
        if (check == null || !check.learns()) {
            return;
        }
        for (int turn = 0; turn < recipe.turns().size(); turn++) {
            List<Op> ops = recipe.turns().get(turn);
            ops.subList(0, ops.size() - 1).forEach(this::submit);
            awaited.put(submit(check.readBack()), new Awaited(check, turn));
        }
    }

    private long submit(Op op) {
        return host.submit(gpu, STREAM, Host.NO_REQUEST, op);
    }

    /** Takes results if they are of such a run; returns whether they were. */
    boolean takes(long opId, Bytes results) {
        Awaited of = awaited.remove(opId);
        if (of == null) {
            return false;
        }
        of.check().learn(of.turn(), results);
        return true;
    }
}
