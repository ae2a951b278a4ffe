package dev.diptych.sim.ptx.assembly;

import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which registers hold one value for all lanes of a warp, because they come of parameters, constants and the block's place in the grid alone. The
 * assembler computes such values once for the warp, on a datapath of its own, and needs no marks around branches by them.
 */
final class Uniformity {
    private final List<Line> lines;
    private final Uses uses;
    /** Registers that may differ between lanes. */
    private final Set<String> various = new HashSet<>();

    Uniformity(List<Line> lines, Uses uses) {
        this.lines = lines;
        this.uses = uses;
        int before = -1;
        while (various.size() != before) {
            before = various.size();
            for (int i = 0; i < lines.size(); i++) {
                Line line = lines.get(i);
                if (!isUniform(line)) {
                    various.addAll(line.writes());
                }
                if (line.way() == Way.PARTS && !isUniformBranch(line)) {
                    varyUpTo(i, line.meeting() < 0 ? lines.size() : line.meeting());
                }
            }
        }
    }

    /** Returns whether all lanes take the same way at a conditional branch. */
    boolean isUniformBranch(Line branch) {
        Operand.Reg guard = branch.instruction().guard();
        return guard != null && !various.contains(guard.name());
    }

    /** Returns whether all lanes name one address. */
    boolean isUniformAddress(Instruction access) {
        return access.operands().stream()
                .filter(Operand.Address.class::isInstance)
                .map(operand -> ((Operand.Address) operand).base())
                .noneMatch(base -> base instanceof Operand.Reg register && various.contains(register.name()));
    }

    /**
     * Returns whether an instruction is one of the uniform datapath: of whole numbers, all of whose operands are computed there. Comparisons are
     * not, because branches ask for predicates of lanes.
     */
    boolean isOnUniformPath(Line line) {
        return computes(line.instruction())
                && !line.instruction().opcode().equals("setp")
                && !line.writes().isEmpty()
                && Stream.concat(line.reads().stream(), line.writes().stream())
                        .allMatch(register -> !various.contains(register) && uses.writer(register) >= 0);
    }

    /** Returns whether one instruction makes the value of a register, which all lanes share. */
    boolean isOfWarp(String register) {
        return !various.contains(register) && uses.writer(register) >= 0;
    }

    private boolean isUniform(Line line) {
        return (computes(line.instruction()) || isSource(line))
                && line.reads().stream().noneMatch(various::contains);
    }

    /** Where lanes are apart, what they write several times differs. */
    private void varyUpTo(int branch, int meeting) {
        for (int i = Math.min(branch, meeting); i < Math.max(branch, meeting); i++) {
            for (String register : lines.get(i).writes()) {
                if (uses.writer(register) < 0) {
                    various.add(register);
                }
            }
        }
    }

    private static boolean isSource(Line line) {
        return line.isParameter() || line.instruction().opcode().equals("cvta");
    }

    private static boolean computes(Instruction instruction) {
        return switch (instruction.opcode()) {
            case "mov" -> instruction.operands().stream().noneMatch(Uniformity::isOfLane);
            case "add",
                    "sub",
                    "mul",
                    "mad",
                    "and",
                    "or",
                    "xor",
                    "not",
                    "neg",
                    "shl",
                    "shr",
                    "shf",
                    "min",
                    "max",
                    "setp",
                    "selp" -> instruction.has("pred") || Selection.isWhole(instruction);
            case "cvt" ->
                Selection.isWhole(instruction)
                        && "us".indexOf(instruction.modifiers().get(0).charAt(0)) >= 0;
            default -> false;
        };
    }

    private static boolean isOfLane(Operand operand) {
        return operand instanceof Operand.Special special
                && !List.of("%ctaid", "%ntid", "%nctaid", "%nwarpid", "%gridid").contains(special.name());
    }
}
