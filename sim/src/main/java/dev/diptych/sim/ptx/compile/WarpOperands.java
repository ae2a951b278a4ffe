package dev.diptych.sim.ptx.compile;

import dev.diptych.model.InputException;
import dev.diptych.sim.ptx.exec.Pointer;
import dev.diptych.sim.ptx.exec.Source;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import dev.diptych.sim.ptx.syntax.Space;
import java.util.List;

/** Operands of instructions that are not compiled for the lanes one by one. */
final class WarpOperands {
    private final Frame frame;
    private final boolean isChecked;

    WarpOperands(Frame frame, boolean isChecked) {
        this.frame = frame;
        this.isChecked = isChecked;
    }

    InputException refused(Instruction i, String why) {
        return frame.refused(i, why);
    }

    InputException unsupported(Instruction i) {
        return frame.refused(i, "this instruction is not supported");
    }

    Operand operand(Instruction i, int operand) {
        if (operand >= i.operands().size()) {
            throw frame.refused(i, "operand %d is missing".formatted(operand));
        }
        return i.operands().get(operand);
    }

    /** Returns the address that an operand is. */
    Pointer pointer(Instruction i, int operand) {
        return pointer(i, operand, Address.space(i));
    }

    /** Returns the address in a space that an operand is. */
    Pointer pointer(Instruction i, int operand, Space space) {
        if (!(operand(i, operand) instanceof Operand.Address address)) {
            throw frame.refused(i, "operand %d should be an address".formatted(operand));
        }
        if (address.base() instanceof Operand.Reg register) {
            Slot slot = frame.slot(i, register.name());
            if (slot.kind() == Slot.Kind.PRED) {
                throw frame.refused(i, "a predicate is no address");
            }
            boolean isLong = slot.kind() == Slot.Kind.LONG;
            return new Pointer(space, slot.index(), isLong, -1, address.offset(), isChecked);
        }
        if (address.base() instanceof Operand.Int constant) {
            return new Pointer(space, -1, false, -1, constant.value() + address.offset(), isChecked);
        }
        if (address.base() instanceof Operand.Symbol symbol) {
            Frame.Place place = frame.place(symbol.name());
            if (place == null) {
                throw frame.refused(i, "'%s' is not a variable".formatted(symbol.name()));
            }
            long offset = place.offset() + symbol.offset() + address.offset();
            return new Pointer(place.space(), -1, false, place.global(), offset, isChecked);
        }
        throw frame.refused(i, "operand %d should have one address".formatted(operand));
    }

    /** Returns the sources again, after checking that they are registers that can be written. */
    List<Source> written(Instruction i, List<Source> targets) {
        if (targets.stream().anyMatch(target -> target.register() < 0)) {
            throw frame.refused(i, "it should write to registers");
        }
        return targets;
    }

    /** Returns the registers and constants of an operand, alone or in braces, of which there have to be so many. */
    List<Source> sources(Instruction i, int operand, int count, Slot.Kind kind) {
        List<Operand> elements =
                operand(i, operand) instanceof Operand.Vector vector ? vector.elements() : List.of(operand(i, operand));
        if (elements.size() != count) {
            throw frame.refused(
                    i, "operand %d should have %d registers, not %d".formatted(operand, count, elements.size()));
        }
        return elements.stream().map(element -> source(i, element, kind)).toList();
    }

    private Source source(Instruction i, Operand operand, Slot.Kind kind) {
        if (operand instanceof Operand.Reg register
                && frame.slot(i, register.name()).kind() == kind) {
            return Source.register(frame.slot(i, register.name()).index());
        }
        if (operand instanceof Operand.Int constant && kind == Slot.Kind.INT) {
            return Source.constant((int) constant.value());
        }
        if (operand instanceof Operand.Float constant
                && kind == Slot.Kind.INT
                && constant.type().bytes() == 4) {
            return Source.constant((int) constant.bits());
        }
        throw frame.refused(i, "operand %s is not what it should be".formatted(operand));
    }
}
