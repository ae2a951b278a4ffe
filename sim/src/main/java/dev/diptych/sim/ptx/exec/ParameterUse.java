package dev.diptych.sim.ptx.exec;

import java.util.Set;
import java.util.function.IntPredicate;

/**
 * What a kernel may do with the memory that its parameters point to, as far as its instructions tell.
 *
 * <p>An access is the set of the parameters that its address is computed from. Of those that are pointers in a launch, it touches the memory: an
 * address that is computed from a pointer stays in the pointer's array, as C has it. If none is, as with a pointer that was itself loaded, it may
 * touch the memory of any argument.
 *
 * @param deciding the loads whose values may reach a branch, a guard or an address
 * @param writing the stores and atomics
 */
public record ParameterUse(Set<Set<Integer>> deciding, Set<Set<Integer>> writing) {
    public ParameterUse {
        deciding = Set.copyOf(deciding);
        writing = Set.copyOf(writing);
    }

    /** Returns whether the counts of a launch may depend on what memory holds. */
    public boolean dependsOnData() {
        return !deciding.isEmpty();
    }

    /**
     * Returns whether the counts of a launch may depend on the memory of an argument.
     *
     * @param isPointer which arguments point to memory in the launch
     */
    public boolean dependsOn(int argument, IntPredicate isPointer) {
        return mayTouch(deciding, argument, isPointer);
    }

    /** Returns whether a launch may write the memory of an argument. */
    public boolean writes(int argument, IntPredicate isPointer) {
        return mayTouch(writing, argument, isPointer);
    }

    private static boolean mayTouch(Set<Set<Integer>> accesses, int argument, IntPredicate isPointer) {
        return accesses.stream()
                .anyMatch(access ->
                        access.contains(argument) || access.stream().noneMatch(parameter -> isPointer.test(parameter)));
    }
}
