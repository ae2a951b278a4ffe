package dev.diptych.sim.ptx.assembly;

import dev.diptych.sim.ptx.syntax.Operand;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the assembler fetches a kernel's parameters. They lie in constant memory and never change, so each is fetched once, and what a loop asks for, before it:
 * in the loops of {@code traces/data/micro-core/fma-*}, which load two parameters in each round, ptxas 13.0 leaves the names of uniform registers.
 */
final class Parameters {
    /** A parameter as a load names it. */
    private record Place(Operand address, String type) {}

    private final List<Line> lines;

    Parameters(List<Line> lines) {
        this.lines = lines;
    }

    /** Takes loads away where they repeat others, and those in loops to where the kernel begins. */
    void addTo(List<Cost> costs) {
        Set<Place> fetched = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            if (!isFixed(line) || costs.get(i).equals(Cost.NONE)) {
                continue;
            }
            Place place = new Place(line.instruction().operands().get(1), Selection.type(line.instruction()));
            if (!fetched.add(place)) {
                costs.set(i, Cost.NONE);
            } else if (line.loops() > 0) {
                Cost fetch = costs.get(i);
                costs.set(i, Cost.NONE);
                costs.set(0, costs.get(0).beside(fetch));
            }
        }
    }

    /** Returns whether an instruction loads a parameter whose place it names, not one that a register points to. */
    private static boolean isFixed(Line line) {
        return line.isParameter()
                && line.instruction().operands().get(1) instanceof Operand.Address address
                && address.base() instanceof Operand.Symbol;
    }
}
