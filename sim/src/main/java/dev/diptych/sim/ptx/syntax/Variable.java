package dev.diptych.sim.ptx.syntax;

import java.util.List;

/**
 * A variable outside registers: at module scope, inside a function, or a parameter.
 *
 * @param bytes 0 for an array without a size, such as dynamic shared memory
 * @param initial its initial contents from the front; what lies beyond them is zero
 * @param relocations addresses to be stored into it when memory is laid out
 * @param isExternal whether it is declared and not defined
 * @param line where it was declared, counted from 1
 */
public record Variable(
        Space space,
        Type type,
        String name,
        long bytes,
        int alignment,
        Initial initial,
        List<Relocation> relocations,
        boolean isExternal,
        int line) {
    public Variable {
        relocations = List.copyOf(relocations);
    }

    /** Bytes as hexadecimal pairs, so that equality is that of the contents. */
    public record Initial(String hex) {
        public static final Initial NONE = new Initial("");
    }

    /** The lowest {@code bytes} bytes of the address of a symbol plus an addend, at an offset, which need not be aligned. */
    public record Relocation(long offset, int bytes, String symbol, long addend, boolean isGeneric) {}
}
