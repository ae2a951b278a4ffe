package dev.diptych.sim.ptx.syntax;

import java.util.List;

/** An operand of an instruction. */
public sealed interface Operand {
    /** A register; {@code negated} for {@code !%p}. */
    record Reg(String name, boolean negated) implements Operand {}

    /** A special register such as {@code %tid} with {@code x}, or {@code %laneid}; one without components has the empty component. */
    record Special(String name, String component) implements Operand {}

    /** A whole number, in two's complement. */
    record Int(long value) implements Operand {}

    /** A floating-point constant: {@code bits} of an f32 ({@code 0f3F800000}) or of an f64 ({@code 0d...}, and every decimal). */
    @SuppressWarnings("JavaLangClash")
    record Float(Type type, long bits) implements Operand {}

    /** The address of a variable, or the name of a function or label, plus an offset in bytes. */
    record Symbol(String name, long offset) implements Operand {}

    /**
     * What brackets hold: {@code base} is a {@link Reg}, a {@link Symbol} or an {@link Int}. Where they hold a list, such as the descriptor
     * and the coordinates of {@code [map, {%r1, %r2}]}, it is a {@link Vector} of what they list, and the offset 0.
     */
    record Address(Operand base, long offset) implements Operand {}

    /** Elements in braces; {@code _} in one is a {@link Sink}. */
    record Vector(List<Operand> elements) implements Operand {
        public Vector {
            elements = List.copyOf(elements);
        }
    }

    /** A list in parentheses: the arguments or the results of a call. */
    record Tuple(List<Operand> elements) implements Operand {
        public Tuple {
            elements = List.copyOf(elements);
        }
    }

    /** Two destinations, as {@code %p|%q}. */
    record Pair(Operand first, Operand second) implements Operand {}

    /** {@code _}: a result that nobody wants. */
    record Sink() implements Operand {}
}
