package dev.diptych.sim.ptx.assembly;

import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Which instructions become part of those that read their results: machine instructions have three operands, shifts, signs and predicates. */
final class Folding {
    private final List<Line> lines;
    private final Uses uses;
    private final Words words;
    private final Uniformity uniformity;
    private final Set<Integer> folded = new HashSet<>();
    /** Instructions that have taken another one in. */
    private final Set<Integer> full = new HashSet<>();

    Folding(List<Line> lines, Uses uses, Words words, Uniformity uniformity) {
        this.lines = lines;
        this.uses = uses;
        this.words = words;
        this.uniformity = uniformity;
        for (int i = 0; i < lines.size(); i++) {
            fold(i);
        }
    }

    /** Returns whether an instruction has become part of those that read its result. */
    boolean isFolded(int i) {
        return folded.contains(i);
    }

    private void fold(int i) {
        Instruction instruction = lines.get(i).instruction();
        boolean isFolded = switch (instruction.opcode()) {
            case "mul" -> isPartOfSum(i);
            case "shl" ->
                instruction.operands().get(2) instanceof Operand.Int
                        && (Selection.bytes(instruction) == 8
                                ? uses.goesToOne(i, line -> isAddition(line, true))
                                : uses.goesOnlyTo(i, line -> isAddition(line, false)));
            case "shr" ->
                instruction.operands().get(2) instanceof Operand.Int
                        && Selection.bytes(instruction) == 4
                        && uses.goesToOne(i, line -> isAddition(line, false));
            case "neg", "abs" ->
                !Selection.isWhole(instruction)
                        ? uses.goesOnlyTo(i, line -> takesModifiers(line, instruction))
                        : instruction.opcode().equals("neg")
                                && uses.goesOnlyTo(i, line -> isAddition(line, Selection.bytes(instruction) == 8));
            case "not" ->
                uses.goesOnlyTo(i, line -> isLogic(line) || line.instruction().guard() != null);
            case "and", "or", "xor" -> isTaken(i, Folding::isLogic);
            case "setp" ->
                isTestOfLogic(i)
                        || isTaken(
                                i, line -> isLogic(line) && line.instruction().has("pred"));
            case "cvt" ->
                // The sign of the high word is made by the addition.
                instruction.modifiers().equals(List.of("s64", "s32"))
                        && uses.goesOnlyTo(i, line -> isAddition(line, true) || isShiftOfOne(line));
            case "add", "sub" ->
                Selection.isWhole(instruction)
                        && (Selection.bytes(instruction) == 8
                                ? instruction.operands().get(2) instanceof Operand.Int
                                        && uses.goesOnlyTo(i, Folding::isAccess)
                                : isPartOfAddress(i) || isTaken(i, line -> isAddition(line, false)));
            default -> false;
        };
        if (isFolded) {
            folded.add(i);
        }
    }

    /** A product becomes one with the additions of it, but a product of words or of both words is made only once. */
    private boolean isPartOfSum(int i) {
        Instruction instruction = lines.get(i).instruction();
        if (!Selection.isWhole(instruction)) {
            return false;
        }
        Predicate<Line> isSum = line -> isAddition(line, isWide(instruction)) && !takesTwoProducts(line);
        return instruction.has("wide")
                ? uses.goesOnlyTo(i, isSum)
                : instruction.has("lo")
                        && !uniformity.isOnUniformPath(lines.get(i))
                        && Selection.bytes(instruction) <= 8
                        && uses.goesToOne(i, isSum);
    }

    /** Accesses to shared memory add a constant, and a uniform register, to the lanes' register; but a shift makes the sum on its way. */
    private boolean isPartOfAddress(int i) {
        Line line = lines.get(i);
        boolean isSum = line.instruction().opcode().equals("add")
                && Selection.bytes(line.instruction()) == Integer.BYTES
                && !uniformity.isOnUniformPath(line)
                && line.reads().stream().noneMatch(name -> folded.contains(uses.writer(name)))
                && line.instruction().operands().stream().skip(1).anyMatch(this::isOfWarp);
        return isSum && uses.goesOnlyTo(i, reader -> isSharedAddress(reader, i));
    }

    private boolean isOfWarp(Operand operand) {
        return operand instanceof Operand.Int
                || (operand instanceof Operand.Reg register && uniformity.isOfWarp(register.name()));
    }

    /** Returns whether an access takes what an instruction makes as its address, and for nothing else. */
    private boolean isSharedAddress(Line access, int i) {
        Instruction instruction = access.instruction();
        return instruction.has("shared")
                && (instruction.opcode().equals("ld") || instruction.opcode().equals("st"))
                && instruction.operands().stream()
                        .allMatch(operand -> operand instanceof Operand.Address address
                                ? address.base() instanceof Operand.Reg base && uses.writer(base.name()) == i
                                : !(operand instanceof Operand.Reg value) || uses.writer(value.name()) != i);
    }

    private boolean isShiftOfOne(Line line) {
        return line.instruction().opcode().equals("shl")
                && line.instruction().operands().get(2) instanceof Operand.Int
                && uses.readers(line.writes().get(0)).size() == 1
                && isAddition(lines.get(uses.readers(line.writes().get(0)).get(0)), true);
    }

    /** Logic operations can leave whether their result is zero in a predicate. */
    private boolean isTestOfLogic(int i) {
        Instruction instruction = lines.get(i).instruction();
        if (!(instruction.has("eq") || instruction.has("ne"))
                || !(instruction.operands().get(1) instanceof Operand.Reg tested)
                || !(instruction.operands().get(2) instanceof Operand.Int number)
                || number.value() != 0) {
            return false;
        }
        int writer = uses.writer(tested.name());
        return writer >= 0
                && lines.get(writer).block() == lines.get(i).block()
                && isLogic(lines.get(writer))
                && !folded.contains(writer)
                && words.operated(lines.get(writer)) == 1;
    }

    /** Returns whether the one reader of a result takes it in; each takes in one. */
    private boolean isTaken(int i, Predicate<Line> kind) {
        if (full.contains(i) || !uses.goesToOne(i, kind)) {
            return false;
        }
        int reader = uses.readers(lines.get(i).writes().get(0)).get(0);
        boolean isFree = lines.get(reader).reads().stream().noneMatch(name -> folded.contains(uses.writer(name)));
        return isFree && full.add(reader);
    }

    private boolean takesTwoProducts(Line line) {
        return line.reads().stream()
                        .map(uses::writer)
                        .filter(i ->
                                i >= 0 && lines.get(i).instruction().opcode().equals("mul"))
                        .count()
                > 1;
    }

    private static boolean isAddition(Line line, boolean isWide) {
        Instruction instruction = line.instruction();
        return (instruction.opcode().equals("add") || instruction.opcode().equals("sub"))
                && instruction.modifiers().size() == 1
                && Selection.isWhole(instruction)
                && (Selection.bytes(instruction) == 8) == isWide;
    }

    private static boolean takesModifiers(Line line, Instruction sign) {
        return switch (line.instruction().opcode()) {
            case "add", "sub", "mul", "fma", "mad", "setp", "min", "max" ->
                Selection.type(line.instruction()).equals(Selection.type(sign));
            default -> false;
        };
    }

    private static boolean isLogic(Line line) {
        return switch (line.instruction().opcode()) {
            case "and", "or", "xor" -> true;
            default -> false;
        };
    }

    private static boolean isAccess(Line line) {
        return line.instruction().operands().stream().anyMatch(Operand.Address.class::isInstance)
                && line.instruction().operands().stream()
                        .filter(Operand.Reg.class::isInstance)
                        .map(operand -> ((Operand.Reg) operand).name())
                        .noneMatch(
                                name -> name.startsWith("%rd") && line.reads().contains(name));
    }

    private static boolean isWide(Instruction multiplication) {
        return multiplication.has("wide") ? Selection.bytes(multiplication) == 4 : Selection.bytes(multiplication) == 8;
    }
}
