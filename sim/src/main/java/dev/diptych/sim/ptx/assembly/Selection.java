package dev.diptych.sim.ptx.assembly;

import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which machine instructions an assembler selects for those of a kernel. The rules are found by comparing with what ptxas 13.0 makes of PTX for sm_90;
 * docs/ptx.md says how far whole kernels differ. An instruction that becomes part of another costs nothing, and that one what both become.
 */
public final class Selection {
    private static final Cost ADDITION = Cost.of(MachineOpcode.IADD3);

    private final List<Line> lines;
    private final Uses uses;
    private final Words words;
    private final Uniformity uniformity;
    private final JoinedLoads loads;
    private final Folding folding;

    private int additions;

    private Selection(List<Line> lines) {
        this.lines = lines;
        this.uses = new Uses(lines);
        this.words = new Words(lines, uses);
        this.uniformity = new Uniformity(lines, uses);
        this.loads = new JoinedLoads(lines, uses);
        this.folding = new Folding(lines, uses, words, uniformity);
    }

    /** Returns the cost of each instruction of a kernel. */
    public static List<Cost> of(List<Line> kernel) {
        Selection selection = new Selection(kernel);
        List<Cost> costs = new ArrayList<>();
        for (int i = 0; i < kernel.size(); i++) {
            Cost cost = selection.cost(i);
            costs.add(
                    selection.uniformity.isOnUniformPath(kernel.get(i))
                            ? cost.onUniformPath()
                            : selection.balanced(cost));
        }
        selection.meet(costs);
        new Parameters(kernel).addTo(costs);
        new Prologue(kernel).addTo(costs);
        return costs;
    }

    /** The assembler spreads plain additions over the two pipes that can do them: every other one is a product with 1. */
    private Cost balanced(Cost cost) {
        if (!cost.equals(ADDITION)) {
            return cost;
        }
        additions++;
        return additions % 2 == 0 ? Cost.of(MachineOpcode.IMAD) : cost;
    }

    /** Where lanes that parted meet, the assembler marks begin and end of the stretch, once for all branches that meet there. */
    private void meet(List<Cost> costs) {
        Set<Integer> meetings = new TreeSet<>();
        for (Line line : lines) {
            if (line.way() == Way.PARTS && line.meeting() >= 0 && !uniformity.isUniformBranch(line)) {
                meetings.add(line.meeting());
            }
        }
        for (int meeting : meetings) {
            costs.set(meeting, costs.get(meeting).beside(Cost.of(MachineOpcode.BSSY, MachineOpcode.BSSY)));
        }
    }

    /** Returns the last type that an instruction names, which is that of its operands; the empty string if it names none. */
    static String type(Instruction instruction) {
        for (int i = instruction.modifiers().size() - 1; i >= 0; i--) {
            if (Type.isType(instruction.modifiers().get(i))) {
                return instruction.modifiers().get(i);
            }
        }
        return "";
    }

    static int bytes(Instruction instruction) {
        String type = type(instruction);
        return type.isEmpty() ? 0 : Type.of(type).bytes();
    }

    static boolean isWhole(Instruction instruction) {
        String type = type(instruction);
        return !type.isEmpty() && "bsu".indexOf(type.charAt(0)) >= 0 && !type.startsWith("bf");
    }

    private Cost cost(int i) {
        Line line = lines.get(i);
        if (folding.isFolded(i) || loads.isJoined(i) || words.isDead(line)) {
            return Cost.NONE;
        }
        Instruction instruction = line.instruction();
        return switch (instruction.opcode()) {
            case "ld",
                    "ldu",
                    "st",
                    "cp",
                    "prefetch",
                    "prefetchu",
                    "ldmatrix",
                    "stmatrix",
                    "mbarrier",
                    "discard",
                    "applypriority" -> Accesses.cost(line);
            case "atom", "red" ->
                Atomics.cost(instruction, uniformity.isUniformAddress(instruction), isRead(i))
                        .beside(Accesses.constants(instruction));
            case "mma", "wmma" -> Products.cost(instruction);
            case "bra",
                    "brx",
                    "ret",
                    "exit",
                    "trap",
                    "bar",
                    "barrier",
                    "membar",
                    "fence",
                    "call",
                    "shfl",
                    "vote",
                    "match",
                    "redux",
                    "activemask",
                    "elect",
                    "movmatrix",
                    "nanosleep",
                    "pmevent",
                    "griddepcontrol" -> Control.cost(line);
            case "mov", "cvta", "cvt", "isspacep", "mapa" ->
                Moves.cost(instruction, source(line), isVariable(line) || isHandedOver(line));
            case "selp" -> isWideWhole(instruction) ? arithmetic(line) : Moves.cost(instruction, source(line), false);
            case "setp" -> isWideWhole(instruction) ? arithmetic(line) : Comparisons.cost(instruction);
            case "set", "slct", "testp" -> Comparisons.cost(instruction);
            default -> takesProduct(line) ? sum(line) : takesShift(line) ? shifted(instruction) : arithmetic(line);
        };
    }

    /** Returns the cost of an addition of a product. */
    private Cost sum(Line line) {
        if (!isWideWhole(line.instruction())) {
            return Cost.of(MachineOpcode.IMAD);
        }
        Line product = lines.get(line.reads().stream()
                .mapToInt(uses::writer)
                .filter(i -> folding.isFolded(i)
                        && lines.get(i).instruction().opcode().equals("mul"))
                .findFirst()
                .orElseThrow());
        return product.instruction().has("wide")
                ? Cost.of(MachineOpcode.IMAD)
                : WideNumbers.product(product.instruction(), words.needed(line), words);
    }

    private boolean isRead(int i) {
        Line line = lines.get(i);
        return line.writes().stream()
                .anyMatch(register -> uses.readers(register).stream()
                        .anyMatch(reader -> reader != i || line.instruction().guard() == null));
    }

    /** Returns whether several instructions write what one does, so that the assembler cannot do with one of the values in its place. */
    private boolean isVariable(Line line) {
        return line.writes().stream().anyMatch(uses::hasSeveralWriters);
    }

    /** Returns whether an instruction that takes no constants reads its result: a store, an atomic, a shuffle. */
    private boolean isHandedOver(Line line) {
        return line.writes().stream()
                .flatMap(register -> uses.readers(register).stream())
                .anyMatch(reader -> switch (lines.get(reader).instruction().opcode()) {
                    case "st", "atom", "red" -> true;
                    default -> false;
                });
    }

    static boolean isWideWhole(Instruction instruction) {
        return bytes(instruction) == Long.BYTES && isWhole(instruction);
    }

    private Cost arithmetic(Line line) {
        Instruction instruction = line.instruction();
        Cost wide = isWideWhole(instruction) ? WideNumbers.cost(line, words) : null;
        if (wide != null) {
            return wide;
        }
        return isWhole(instruction)
                        || instruction.has("pred")
                        || type(instruction).isEmpty()
                ? WholeNumbers.cost(instruction)
                : FloatingPoint.cost(instruction);
    }

    private static Cost shifted(Instruction addition) {
        return bytes(addition) == 8 ? Cost.of(MachineOpcode.LEA, MachineOpcode.LEA) : Cost.of(MachineOpcode.LEA);
    }

    private boolean takesProduct(Line line) {
        return takes(line, "mul") && isWhole(line.instruction());
    }

    private boolean takesShift(Line line) {
        return takes(line, "shl") || takes(line, "shr");
    }

    private boolean takes(Line line, String opcode) {
        return line.reads().stream()
                .mapToInt(uses::writer)
                .anyMatch(i -> folding.isFolded(i)
                        && lines.get(i).instruction().opcode().equals(opcode));
    }

    /** Returns the opcode and type of what wrote the one register that a conversion reads, or the empty string. */
    private String source(Line line) {
        if (line.reads().isEmpty()) {
            return "";
        }
        int writer = uses.writer(line.reads().get(0));
        if (writer < 0) {
            return "";
        }
        Instruction instruction = lines.get(writer).instruction();
        return instruction.opcode() + "." + type(instruction);
    }
}
