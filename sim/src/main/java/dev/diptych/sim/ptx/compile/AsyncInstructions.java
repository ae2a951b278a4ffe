package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.exec.Guard;
import dev.diptych.sim.ptx.exec.Source;
import dev.diptych.sim.ptx.exec.WarpOperation;
import dev.diptych.sim.ptx.exec.async.BulkCopy;
import dev.diptych.sim.ptx.exec.async.PhaseUpdate;
import dev.diptych.sim.ptx.exec.async.PhaseWait;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import dev.diptych.sim.ptx.syntax.Space;

/** {@code mbarrier}, and the copies that are bound to one; each lane executes them by itself. */
final class AsyncInstructions {
    private static final String SPACE = "(\\.shared(::cta|::cluster)?)?\\.b64";
    private static final String ORDER = "(\\.(release|acquire|relaxed))?(\\.(cta|cluster))?";
    private static final String SET = "mbarrier\\.(init|inval)" + SPACE;
    private static final String BYTES = "mbarrier\\.(expect_tx|complete_tx)" + ORDER + SPACE;
    private static final String ARRIVE = "mbarrier\\.(arrive|arrive_drop)(\\.expect_tx|\\.noComplete)?" + ORDER + SPACE;
    private static final String WAIT = "mbarrier\\.(test|try)_wait(\\.parity)?" + ORDER + SPACE;
    private static final String COPY_ARRIVE = "cp\\.async\\.mbarrier\\.arrive(\\.noinc)?" + SPACE;
    private static final String TO_SHARED =
            "cp\\.async\\.bulk\\.shared::(cta|cluster)\\.global\\.mbarrier::complete_tx::bytes(\\.L2::cache_hint)?";
    private static final String TO_GLOBAL = "cp\\.async\\.bulk\\.global\\.shared::cta\\.bulk_group(\\.L2::cache_hint)?";

    private final WarpOperands operands;

    AsyncInstructions(WarpOperands operands) {
        this.operands = operands;
    }

    static boolean isOne(Instruction instruction) {
        String name = instruction.name();
        return instruction.opcode().equals("mbarrier")
                || name.startsWith("cp.async.mbarrier")
                || name.startsWith("cp.async.bulk.shared")
                || name.startsWith("cp.async.bulk.global");
    }

    /** Returns whether it loads from global memory. */
    static boolean waitsForGlobal(Instruction instruction) {
        return instruction.name().matches(TO_SHARED);
    }

    WarpOperation of(Instruction i, int site, Guard guard) {
        String name = i.name();
        if (name.matches(SET) || name.matches(BYTES)) {
            PhaseUpdate.Kind kind = switch (i.modifiers().get(0)) {
                case "init" -> PhaseUpdate.Kind.INIT;
                case "inval" -> PhaseUpdate.Kind.INVAL;
                case "expect_tx" -> PhaseUpdate.Kind.EXPECT;
                default -> PhaseUpdate.Kind.COMPLETE;
            };
            return new PhaseUpdate(kind, operands.pointer(i, 0), -1, count(i, 1, 0), site, guard);
        }
        if (name.matches(ARRIVE)) {
            return new PhaseUpdate(arrival(i), operands.pointer(i, 1), state(i), count(i, 2, 1), site, guard);
        }
        if (name.matches(WAIT)) {
            int predicate = operands.sources(i, 0, 1, Slot.Kind.PRED).get(0).register();
            return i.has("parity")
                    ? new PhaseWait(operands.pointer(i, 1), predicate, -1, count(i, 2, 0), site, guard)
                    : new PhaseWait(
                            operands.pointer(i, 1),
                            predicate,
                            operands.sources(i, 2, 1, Slot.Kind.LONG).get(0).register(),
                            Source.constant(0),
                            site,
                            guard);
        }
        if (name.matches(COPY_ARRIVE)) {
            // The copies are over: without .noinc, the arrival that is added to those to come has already come.
            return i.has("noinc")
                    ? new PhaseUpdate(
                            PhaseUpdate.Kind.ARRIVE, operands.pointer(i, 0), -1, Source.constant(1), site, guard)
                    : (warp, mask) -> {};
        }
        return copy(i, site, guard);
    }

    private static PhaseUpdate.Kind arrival(Instruction i) {
        if (i.has("arrive_drop")) {
            return i.has("expect_tx")
                    ? PhaseUpdate.Kind.ARRIVE_DROP_EXPECT
                    : i.has("noComplete") ? PhaseUpdate.Kind.ARRIVE_DROP_NO_COMPLETE : PhaseUpdate.Kind.ARRIVE_DROP;
        }
        return i.has("expect_tx")
                ? PhaseUpdate.Kind.ARRIVE_EXPECT
                : i.has("noComplete") ? PhaseUpdate.Kind.ARRIVE_NO_COMPLETE : PhaseUpdate.Kind.ARRIVE;
    }

    private int state(Instruction i) {
        return operands.operand(i, 0) instanceof Operand.Sink
                ? -1
                : operands.sources(i, 0, 1, Slot.Kind.LONG).get(0).register();
    }

    private Source count(Instruction i, int operand, int otherwise) {
        return operand < i.operands().size()
                ? operands.sources(i, operand, 1, Slot.Kind.INT).get(0)
                : Source.constant(otherwise);
    }

    private WarpOperation copy(Instruction i, int site, Guard guard) {
        boolean isToShared = i.name().matches(TO_SHARED);
        if (!isToShared && !i.name().matches(TO_GLOBAL)) {
            throw operands.unsupported(i);
        }
        Source bytes = operands.sources(i, 2, 1, Slot.Kind.INT).get(0);
        PhaseUpdate completion = isToShared
                ? new PhaseUpdate(
                        PhaseUpdate.Kind.COMPLETE, operands.pointer(i, 3, Space.SHARED), -1, bytes, site, guard)
                : null;
        return new BulkCopy(
                isToShared,
                operands.pointer(i, 0, isToShared ? Space.SHARED : Space.GLOBAL),
                operands.pointer(i, 1, isToShared ? Space.GLOBAL : Space.SHARED),
                bytes,
                completion,
                site,
                guard);
    }
}
