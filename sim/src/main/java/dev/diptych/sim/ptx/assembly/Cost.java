package dev.diptych.sim.ptx.assembly;

import dev.diptych.model.work.Pipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * The machine instructions of one PTX instruction.
 *
 * @param instructions in any order
 * @param chain latencies on the longest way from its operands to its result
 */
public record Cost(List<MachineOpcode> instructions, List<Latency> chain) {
    /** An instruction that becomes part of others, or is gone. */
    public static final Cost NONE = new Cost(List.of(), List.of());

    public Cost {
        instructions = List.copyOf(instructions);
        chain = List.copyOf(chain);
    }

    /** Returns the cost of instructions each of which waits for the one before. */
    public static Cost of(MachineOpcode... instructions) {
        return new Cost(
                Arrays.asList(instructions),
                Arrays.stream(instructions)
                        .map(MachineOpcode::latency)
                        .filter(Objects::nonNull)
                        .toList());
    }

    /** Returns the cost of so many instructions of a kind that do not wait for each other. */
    public static Cost parallel(int count, MachineOpcode kind) {
        return new Cost(Collections.nCopies(count, kind), of(kind).chain());
    }

    /** Returns the cost of one after the other. */
    public Cost then(Cost next) {
        return new Cost(joined(instructions, next.instructions), joined(chain, next.chain));
    }

    /** Returns the cost of both side by side; the chain is this one's. */
    public Cost beside(Cost other) {
        return new Cost(joined(instructions, other.instructions), chain);
    }

    /** Returns the cost of the same on the datapath that a warp computes common values on: issue slots, but none of the lanes' pipes. */
    public Cost onUniformPath() {
        return new Cost(
                instructions.stream()
                        .map(kind -> kind.pipes().isEmpty() ? kind : MachineOpcode.UIADD3)
                        .toList(),
                chain);
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /** Returns the slots that it takes of a pipe. */
    public int slots(Pipe pipe) {
        return pipe == Pipe.ISSUE
                ? instructions.size()
                : (int) instructions.stream()
                        .filter(instruction -> instruction.pipes().contains(pipe))
                        .count();
    }
}
