package dev.diptych.sim.ptx.conformance;

import java.util.List;

/**
 * An instruction to be tried.
 *
 * @param title the instruction, and what of it is looked at where there is a choice
 * @param operands what {@code %a0}, {@code %a1}, ... of {@code code} hold
 * @param result what {@code %d} holds afterwards; {@code %d0} and {@code %d1} for two predicates
 * @param code the lines that make it; they may use {@code %t}, of 64 bits, and {@code %u}, of 32
 */
record Probe(String title, Group group, List<Format> operands, Format result, List<String> code, Oracle oracle) {
    Probe {
        operands = List.copyOf(operands);
        code = List.copyOf(code);
    }
}
