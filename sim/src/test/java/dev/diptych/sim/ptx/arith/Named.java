package dev.diptych.sim.ptx.arith;

import static java.util.Objects.requireNonNull;

/** Calls of instructions by their full names, as the compiler finds them. */
final class Named {
    private Named() {}

    static Object result(String name, Object... operands) throws ReflectiveOperationException {
        return requireNonNull(Instructions.all().get(name), name).invoke(null, operands);
    }

    static int carry(String name, Object... operands) throws ReflectiveOperationException {
        return (int) requireNonNull(Instructions.carries().get(name), name).invoke(null, operands);
    }
}
