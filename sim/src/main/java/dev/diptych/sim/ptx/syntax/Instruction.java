package dev.diptych.sim.ptx.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instruction.
 *
 * @param guard the predicate that it executes under, {@code null} for always
 * @param opcode up to the first dot, such as {@code ld}
 * @param modifiers the rest in order, without dots, such as {@code global, nc, v4, b32}; a {@code ::} stays inside, as in {@code shared::cta}
 * @param line where it was written, counted from 1
 * @param source the position in the CUDA source of the last {@code .loc} before it
 */
public record Instruction(
        Operand.@Nullable Reg guard,
        String opcode,
        List<String> modifiers,
        List<Operand> operands,
        int line,
        SourcePosition source) {
    public Instruction {
        modifiers = List.copyOf(modifiers);
        operands = List.copyOf(operands);
    }

    /** Returns opcode and modifiers, such as {@code ld.global.nc.v4.b32}. */
    public String name() {
        return modifiers.isEmpty() ? opcode : opcode + "." + String.join(".", modifiers);
    }

    /** Returns whether it has a modifier. */
    public boolean has(String modifier) {
        return modifiers.contains(modifier);
    }
}
