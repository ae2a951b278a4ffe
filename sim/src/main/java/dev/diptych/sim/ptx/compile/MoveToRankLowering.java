package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.exec.Clusters;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import dev.diptych.sim.ptx.syntax.Type;

/** {@code mapa}: the address of a variable in a block of the cluster, which is the thread's own as long as each block is a cluster of its own. */
final class MoveToRankLowering implements Lowering {
    private static final String CLUSTERS = org.objectweb.asm.Type.getInternalName(Clusters.class);

    @Override
    public Emission of(Instruction instruction, Frame frame) {
        Type type = Values.lastType(instruction, frame);
        if (!instruction.name().matches("mapa(\\.shared::cluster)?\\.u(32|64)")
                || instruction.operands().size() != 3) {
            throw frame.refused(instruction, "this instruction is not supported");
        }
        Class<?> java = Values.raw(type);
        return (e, site, access) -> {
            e.pushWarp();
            Values.push(e, instruction, instruction.operands().get(2), int.class, Type.U32);
            e.pushLane();
            e.push(site);
            e.call(CLUSTERS, "checkRank", "(L" + LaneEmitter.WARP + ";III)V");
            if (instruction.operands().get(1) instanceof Operand.Symbol symbol) {
                MoveLowering.pushAddress(e, instruction, symbol);
                Values.pop(e, instruction, instruction.operands().get(0), long.class, type);
            } else {
                Values.push(e, instruction, instruction.operands().get(1), java, type);
                Values.pop(e, instruction, instruction.operands().get(0), java, type);
            }
        };
    }
}
