package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.assembly.Line;
import dev.diptych.sim.ptx.assembly.Way;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import java.util.ArrayList;
import java.util.List;

/** Where the instructions of a kernel lead, as far as what they become as machine code depends on it. */
final class Ways {
    /** As many instructions of a conditional block become predicated ones. ptxas 13.0 does so with the loads of gather.cu, which have five. */
    private static final int MOST_PREDICATED = 8;

    private final FlatKernel kernel;
    private final Flow flow;

    Ways(FlatKernel kernel, Flow flow) {
        this.kernel = kernel;
        this.flow = flow;
    }

    /** Returns the instructions of the kernel, in order. */
    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (int block = 0; block < flow.blocks(); block++) {
            for (int i = flow.start(block); i < flow.end(block); i++) {
                Instruction instruction = kernel.body().get(i);
                Way way = way(block, i);
                int meeting = way == Way.PARTS ? flow.meeting(block) : flow.blocks();
                boolean meets = meeting < flow.blocks() && !ends(meeting);
                lines.add(new Line(
                        instruction,
                        Registers.read(instruction),
                        Registers.written(instruction),
                        isParameter(instruction),
                        block,
                        flow.loops(block),
                        way,
                        meets ? flow.start(meeting) : -1));
            }
        }
        return lines;
    }

    private boolean isParameter(Instruction instruction) {
        return instruction.opcode().equals("ld")
                && instruction.has("param")
                && instruction.operands().get(1) instanceof Operand.Address address
                && (!(address.base() instanceof Operand.Symbol symbol)
                        || kernel.function().parameters().stream()
                                .anyMatch(parameter -> parameter.name().equals(symbol.name())));
    }

    private Way way(int block, int site) {
        Instruction instruction = kernel.body().get(site);
        if (!instruction.opcode().equals("bra")) {
            return Way.ON;
        }
        int target = flow.targets(instruction).get(0);
        if (instruction.guard() != null && isPredicated(block, site)) {
            return Way.PREDICATES;
        }
        if (target == site + 1) {
            return Way.ON;
        }
        if (ends(flow.blockAt(target))) {
            return Way.ENDS;
        }
        return instruction.guard() == null ? Way.JUMPS : Way.PARTS;
    }

    /** Returns whether a block does nothing but end the kernel. */
    private boolean ends(int block) {
        if (block == flow.blocks()) {
            return true;
        }
        String opcode = kernel.body().get(flow.start(block)).opcode();
        return opcode.equals("ret") || opcode.equals("exit");
    }

    /** Returns whether the assembler puts predicates in place of a conditional branch around a few instructions. */
    boolean isPredicated(int block, int site) {
        int target = flow.targets(kernel.body().get(site)).get(0);
        int skipped = target - site - 1;
        return flow.meeting(block) == flow.blockAt(target)
                && skipped >= 0
                && skipped <= MOST_PREDICATED
                && kernel.body().subList(site + 1, target).stream().noneMatch(Flow::leaves);
    }
}
