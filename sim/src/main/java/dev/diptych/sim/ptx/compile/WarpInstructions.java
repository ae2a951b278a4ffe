package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.exec.BarrierOperation;
import dev.diptych.sim.ptx.exec.Election;
import dev.diptych.sim.ptx.exec.FloatReduction;
import dev.diptych.sim.ptx.exec.Guard;
import dev.diptych.sim.ptx.exec.Match;
import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.exec.Reduction;
import dev.diptych.sim.ptx.exec.Shuffle;
import dev.diptych.sim.ptx.exec.Source;
import dev.diptych.sim.ptx.exec.Vote;
import dev.diptych.sim.ptx.exec.WarpOperation;
import dev.diptych.sim.ptx.exec.WarpSync;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import dev.diptych.sim.ptx.syntax.Space;
import java.util.List;
import java.util.Locale;

/** Warp-wide instructions, by opcode. */
final class WarpInstructions {
    private final Frame frame;
    private final MatrixInstructions matrices;
    private final AsyncInstructions asynchronous;

    WarpInstructions(Frame frame, boolean isChecked) {
        this.frame = frame;
        WarpOperands operands = new WarpOperands(frame, isChecked);
        this.matrices = new MatrixInstructions(operands);
        this.asynchronous = new AsyncInstructions(operands);
    }

    /** Returns whether an instruction is executed by the lanes of a warp together. */
    static boolean isWarpWide(Instruction instruction) {
        return switch (instruction.opcode()) {
            case "bar", "barrier", "shfl", "vote", "match", "redux", "activemask", "elect" -> true;
            default -> MatrixInstructions.isOne(instruction) || AsyncInstructions.isOne(instruction);
        };
    }

    /** Returns the accesses to memory that an instruction may make, without their sizes. */
    static List<MemoryAccess> touched(Instruction i) {
        if (i.operands().stream().noneMatch(Operand.Address.class::isInstance)) {
            return List.of();
        }
        if (!AsyncInstructions.isOne(i)) {
            MemoryAccess.Kind kind = Registers.hasResult(i) ? MemoryAccess.Kind.LOAD : MemoryAccess.Kind.STORE;
            return List.of(new MemoryAccess(kind, Address.space(i), 0));
        }
        // A copy goes from shared to global memory or the other way; the others wait for it.
        return i.opcode().equals("cp")
                ? List.of(
                        new MemoryAccess(MemoryAccess.Kind.LOAD, Space.GENERIC, 0),
                        new MemoryAccess(MemoryAccess.Kind.STORE, Space.GENERIC, 0),
                        new MemoryAccess(MemoryAccess.Kind.STORE, Space.SHARED, 0))
                : List.of();
    }

    /** Returns whether an instruction loads what may lie in global memory. */
    static boolean waitsForGlobal(Instruction i) {
        return MatrixInstructions.waitsForGlobal(i) || AsyncInstructions.waitsForGlobal(i);
    }

    /** Returns what executes an instruction, which is at a site. */
    WarpOperation of(Instruction i, int site) {
        if (MatrixInstructions.isOne(i)) {
            return matrices.of(i, site, guard(i));
        }
        if (AsyncInstructions.isOne(i)) {
            return asynchronous.of(i, site, guard(i));
        }
        return switch (i.opcode()) {
            case "bar", "barrier" ->
                i.has("warp")
                        ? new WarpSync(source(i, 0), guard(i))
                        : i.name().startsWith("barrier.cluster.") ? clusterBarrier(i) : barrier(i);
            case "shfl" -> shuffle(i);
            case "vote" -> vote(i);
            case "match" -> match(i);
            case "redux" -> reduction(i);
            case "activemask" ->
                new Vote(Vote.Mode.BALLOT, index(i, i.operands().get(0), Slot.Kind.INT), -1, true, null, guard(i));
            case "elect" -> election(i);
            default -> throw unsupported(i);
        };
    }

    private RuntimeException unsupported(Instruction i) {
        return frame.refused(i, "this instruction is not supported");
    }

    private Guard guard(Instruction i) {
        if (i.guard() == null) {
            return Guard.NONE;
        }
        return new Guard(frame.slot(i, i.guard().name()).index(), i.guard().negated());
    }

    private Source source(Instruction i, int operand) {
        if (operand >= i.operands().size()) {
            throw frame.refused(
                    i, "%d operands are given".formatted(i.operands().size()));
        }
        if (i.operands().get(operand) instanceof Operand.Int constant) {
            return Source.constant((int) constant.value());
        }
        return Source.register(index(i, i.operands().get(operand), Slot.Kind.INT));
    }

    private int index(Instruction i, Operand operand, Slot.Kind kind) {
        if (operand instanceof Operand.Reg register) {
            Slot slot = frame.slot(i, register.name());
            if (slot.kind() == kind) {
                return slot.index();
            }
        }
        throw frame.refused(i, "operand %s is not what it should be".formatted(operand));
    }

    /** The target of an instruction that may have a predicate beside it. */
    private Operand first(Instruction i) {
        return i.operands().get(0) instanceof Operand.Pair pair
                ? pair.first()
                : i.operands().get(0);
    }

    private int second(Instruction i) {
        return i.operands().get(0) instanceof Operand.Pair pair ? index(i, pair.second(), Slot.Kind.PRED) : -1;
    }

    /** Threads of a cluster, which is the block alone, wait for each other where they wait; that they announce themselves before changes nothing. */
    private WarpOperation clusterBarrier(Instruction i) {
        return switch (i.modifiers().get(1)) {
            case "arrive" -> (warp, mask) -> {};
            case "wait" ->
                new BarrierOperation(Source.constant(0), Source.constant(0), true, true, noReduction(), guard(i));
            default -> throw unsupported(i);
        };
    }

    private WarpOperation barrier(Instruction i) {
        boolean isReduction = i.has("red");
        int at = isReduction ? 1 : 0;
        List<Operand> operands = i.operands();
        int last = operands.size() - (isReduction ? 1 : 0);
        Source id = i.has("sync") || i.has("arrive") || isReduction ? source(i, at) : Source.constant(0);
        Source threads = last - at > 1 ? source(i, at + 1) : Source.constant(0);
        return new BarrierOperation(
                id,
                threads,
                !i.has("arrive"),
                false,
                isReduction ? reduced(i, operands.get(last)) : noReduction(),
                guard(i));
    }

    private static BarrierOperation.Reduction noReduction() {
        return BarrierOperation.Reduction.NONE;
    }

    private BarrierOperation.Reduction reduced(Instruction i, Operand predicate) {
        BarrierOperation.ReductionKind kind = i.has("popc")
                ? BarrierOperation.ReductionKind.POPC
                : i.has("and") ? BarrierOperation.ReductionKind.AND : BarrierOperation.ReductionKind.OR;
        Slot.Kind target = kind == BarrierOperation.ReductionKind.POPC ? Slot.Kind.INT : Slot.Kind.PRED;
        return new BarrierOperation.Reduction(
                kind,
                index(i, predicate, Slot.Kind.PRED),
                ((Operand.Reg) predicate).negated(),
                index(i, i.operands().get(0), target));
    }

    private WarpOperation shuffle(Instruction i) {
        if (!i.has("sync")) {
            throw frame.refused(i, "shuffles without .sync are not supported, as on GPUs since Volta");
        }
        Shuffle.Mode mode = mode(i, Shuffle.Mode.values());
        return new Shuffle(
                mode,
                index(i, first(i), Slot.Kind.INT),
                second(i),
                source(i, 1),
                source(i, 2),
                source(i, 3),
                source(i, 4),
                guard(i));
    }

    private <E extends Enum<E>> E mode(Instruction i, E[] modes) {
        for (E mode : modes) {
            if (i.has(mode.name().toLowerCase(Locale.ROOT))) {
                return mode;
            }
        }
        throw unsupported(i);
    }

    private WarpOperation vote(Instruction i) {
        if (!i.has("sync")) {
            throw frame.refused(i, "votes without .sync are not supported, as on GPUs since Volta");
        }
        Vote.Mode mode = mode(i, Vote.Mode.values());
        Slot.Kind kind = mode == Vote.Mode.BALLOT ? Slot.Kind.INT : Slot.Kind.PRED;
        int target = index(i, i.operands().get(0), kind);
        if (i.operands().get(1) instanceof Operand.Int constant) {
            return new Vote(mode, target, -1, constant.value() != 0, source(i, 2), guard(i));
        }
        boolean negated = i.operands().get(1) instanceof Operand.Reg register && register.negated();
        return new Vote(mode, target, index(i, i.operands().get(1), Slot.Kind.PRED), negated, source(i, 2), guard(i));
    }

    private WarpOperation match(Instruction i) {
        boolean isLong = i.has("b64");
        Operand value = i.operands().get(1);
        int register = value instanceof Operand.Int ? -1 : index(i, value, isLong ? Slot.Kind.LONG : Slot.Kind.INT);
        return new Match(
                i.has("all"), index(i, first(i), Slot.Kind.INT), second(i), register, isLong, source(i, 2), guard(i));
    }

    private WarpOperation reduction(Instruction i) {
        if (i.has("f32")) {
            return floatReduction(i);
        }
        boolean isSigned = i.has("s32");
        Reduction.Mode mode = i.has("add")
                ? Reduction.Mode.ADD
                : i.has("and")
                        ? Reduction.Mode.AND
                        : i.has("or")
                                ? Reduction.Mode.OR
                                : i.has("xor")
                                        ? Reduction.Mode.XOR
                                        : i.has("min")
                                                ? (isSigned ? Reduction.Mode.MIN_SIGNED : Reduction.Mode.MIN_UNSIGNED)
                                                : isSigned ? Reduction.Mode.MAX_SIGNED : Reduction.Mode.MAX_UNSIGNED;
        return new Reduction(mode, index(i, i.operands().get(0), Slot.Kind.INT), source(i, 1), source(i, 2), guard(i));
    }

    private WarpOperation election(Instruction i) {
        if (second(i) < 0) {
            throw frame.refused(i, "it should have a predicate beside its register");
        }
        int target = first(i) instanceof Operand.Sink ? -1 : index(i, first(i), Slot.Kind.INT);
        return new Election(target, second(i), source(i, 1), guard(i));
    }

    private WarpOperation floatReduction(Instruction i) {
        if (!i.name().matches("redux\\.sync\\.(min|max)(\\.abs)?(\\.NaN)?\\.f32")) {
            throw unsupported(i);
        }
        return new FloatReduction(
                i.has("max"),
                i.has("abs"),
                i.has("NaN"),
                index(i, i.operands().get(0), Slot.Kind.INT),
                source(i, 1),
                source(i, 2),
                guard(i));
    }
}
