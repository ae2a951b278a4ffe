package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;
import dev.diptych.systems.sampling.Draws;
import dev.diptych.systems.sampling.Node2VecChances;
import dev.diptych.systems.sampling.program.Operator;
import dev.diptych.systems.sampling.program.WalkRule;
import java.util.ArrayList;
import java.util.List;

/** Random walks: {@code walk.cu}. One launch for all steps. */
final class WalkSteps {
    private static final String MODULE = "walk";

    private final Memory memory;
    private final DeviceGraph graph;
    private final Operator.Walk walk;
    private final DeviceWalks result;

    WalkSteps(Memory memory, DeviceGraph graph, DeviceFrontier beginnings, Operator.Walk walk) {
        this.memory = memory;
        this.graph = graph;
        this.walk = walk;
        int stride = walk.length() + 1;
        Buffer vertices = memory.words(beginnings.capacity(), (long) walk.perSeed() * stride);
        this.result = new DeviceWalks(beginnings, vertices, walk.perSeed(), stride);
    }

    DeviceWalks result() {
        return result;
    }

    List<Op> ops(Buffer sampleIds, long seed) {
        DeviceFrontier from = result.beginnings();
        List<Arg> args = new ArrayList<>(
                List.of(Memory.address(result.vertices()), new Arg.I32(walk.length()), new Arg.I32(walk.perSeed())));
        args.addAll(from.args());
        args.addAll(List.of(
                Memory.address(sampleIds),
                graph.indptr(),
                graph.indices(),
                new Arg.I64(seed),
                new Arg.I32(walk.site())));
        String kernel = "walk_uniform";
        if (walk.rule() instanceof WalkRule.Node2Vec rule) {
            Node2VecChances chances = Node2VecChances.of(rule);
            kernel = "walk_second_order";
            args.addAll(List.of(new Arg.I64(chances.back()), new Arg.I64(chances.near()), new Arg.I64(chances.far())));
            if (graph.graph().isWeighted()) {
                kernel = "walk_second_order_weighted";
                args.add(graph.weightSums());
            }
        } else if (walk.rule() instanceof WalkRule.Restart restart) {
            args.addAll(List.of(new Arg.I64(0), new Arg.I64(Draws.threshold(restart.back()))));
        } else {
            WalkRule.Uniform uniform = (WalkRule.Uniform) walk.rule();
            args.addAll(List.of(new Arg.I64(Draws.threshold(uniform.stop())), new Arg.I64(0)));
        }
        return List.of(memory.threads(MODULE, kernel, from.capacity() * walk.perSeed(), args));
    }
}
