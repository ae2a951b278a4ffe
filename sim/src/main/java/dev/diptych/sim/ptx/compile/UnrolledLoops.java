package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.assembly.Cost;
import dev.diptych.sim.ptx.exec.UnrolledLoop;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which loops the assembler unrolls. PTX does not say so; the rules are found by comparing what ptxas 13.0 makes of loops for sm_90 with and without
 * {@code .pragma "nounroll"}, see docs/ptx.md: counted innermost loops without fences or calls, small enough for what they load.
 */
final class UnrolledLoops {
    private final FlatKernel kernel;
    private final Flow flow;
    private final Frame frame;
    private final List<Cost> costs;
    private final Map<Integer, UnrolledLoop> byBlock = new HashMap<>();
    private final Set<Integer> latches = new HashSet<>();
    /** Sites that only the first of several iterations without a branch needs. */
    private final Set<Integer> overhead = new HashSet<>();

    /** @param costs of the kernel's instructions when nothing is unrolled */
    UnrolledLoops(FlatKernel kernel, Flow flow, Frame frame, List<Cost> costs) {
        this.kernel = kernel;
        this.flow = flow;
        this.frame = frame;
        this.costs = costs;
        ThreadValues values = new ThreadValues(kernel);
        for (int block = 0; block < flow.blocks(); block++) {
            CountedLoop loop = CountedLoop.closedBy(block, kernel, flow);
            LoopBody body = loop == null ? null : new LoopBody(loop, kernel, flow, costs);
            if (loop != null && body != null && body.isUnrolled(values)) {
                add(loop, body);
            }
        }
    }

    /** Returns the unrolled loop that a basic block belongs to, or null. */
    @Nullable
    UnrolledLoop of(int block) {
        return byBlock.get(block);
    }

    /** Returns whether a branch ends an iteration of an unrolled loop. */
    boolean isLatch(int site) {
        return latches.contains(site);
    }

    /** Returns what an instruction costs in an iteration that follows another one without a branch. */
    Cost copyCost(int site) {
        return overhead.contains(site) ? Cost.NONE : costs.get(site);
    }

    private void add(CountedLoop loop, LoopBody body) {
        Instruction comparison = kernel.body().get(loop.comparison());
        int bound = loop.bound() instanceof Operand.Reg register
                ? frame.slot(comparison, register.name()).index()
                : -1;
        UnrolledLoop unrolled = new UnrolledLoop(
                loop.condition(),
                loop.isSigned(),
                frame.slot(comparison, loop.counter()).index(),
                loop.step(),
                loop.isWide(),
                bound,
                loop.bound() instanceof Operand.Int number ? number.value() : 0,
                body.abreast());
        for (int block = loop.first(); block <= loop.last(); block++) {
            byBlock.put(block, unrolled);
        }
        latches.add(flow.end(loop.last()) - 1);
        overhead.addAll(body.overhead());
    }
}
