package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which registers may have other values in other threads of a block, told from what they are computed from. */
final class ThreadValues {
    private static final Set<String> SPECIAL = Set.of("%tid", "%laneid", "%warpid", "%clock", "%clock64", "%clock_hi");

    private final Set<String> differing = new HashSet<>();

    ThreadValues(FlatKernel kernel) {
        Map<String, Set<String>> results = new HashMap<>();
        Deque<String> open = new ArrayDeque<>();
        for (Instruction instruction : kernel.body()) {
            List<String> written = Registers.written(instruction);
            Registers.read(instruction)
                    .forEach(name -> results.computeIfAbsent(name, absent -> new HashSet<>())
                            .addAll(written));
            if (isSource(instruction)) {
                written.stream().filter(differing::add).forEach(open::add);
            }
        }
        while (!open.isEmpty()) {
            results.getOrDefault(open.remove(), Set.of()).stream()
                    .filter(differing::add)
                    .forEach(open::add);
        }
    }

    /** Returns whether a register's value may depend on the thread. */
    boolean mayDiffer(String register) {
        return differing.contains(register);
    }

    private static boolean isSource(Instruction instruction) {
        return switch (instruction.opcode()) {
            case "ld", "ldu" -> !instruction.has("param") && !instruction.has("const");
            case "atom", "shfl", "activemask", "elect", "match", "ldmatrix", "mma", "wmma" -> true;
            default ->
                instruction.operands().stream()
                        .anyMatch(operand ->
                                operand instanceof Operand.Special special && SPECIAL.contains(special.name()));
        };
    }
}
