package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import dev.diptych.sim.ptx.syntax.Space;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether what a kernel does depends on the contents of memory: whether a value that was loaded can reach a branch, a guard or an address.
 * If not, its counts are the same whatever memory holds. Errs on the side of yes: registers are followed without regard to order.
 */
final class DataDependence {
    private final FlatKernel kernel;
    private final Predicate<Instruction> loads;
    /** Registers, and the variables of calls. */
    private final Set<String> loaded = new HashSet<>();

    private DataDependence(FlatKernel kernel, Predicate<Instruction> loads) {
        this.kernel = kernel;
        this.loads = loads;
    }

    /** @param loads which instructions read memory that other threads or launches may write */
    static boolean of(FlatKernel kernel, Predicate<Instruction> loads) {
        return new DataDependence(kernel, loads).decides();
    }

    private boolean decides() {
        for (boolean changed = true; changed; ) {
            changed = false;
            for (Instruction instruction : kernel.body()) {
                boolean isLoaded = loads.test(instruction)
                        || takesLoaded(instruction)
                        || Registers.read(instruction).stream().anyMatch(loaded::contains);
                if (isLoaded) {
                    changed |= loaded.addAll(Registers.written(instruction));
                    changed |= loaded.addAll(passedIn(instruction));
                }
            }
        }
        return kernel.body().stream()
                .anyMatch(instruction -> deciding(instruction).stream().anyMatch(loaded::contains));
    }

    private boolean takesLoaded(Instruction instruction) {
        if (!instruction.opcode().equals("ld") || Address.space(instruction) != Space.PARAM) {
            return false;
        }
        return (instruction.operands().get(1) instanceof Operand.Address address
                        && address.base() instanceof Operand.Symbol symbol)
                ? loaded.contains(symbol.name())
                : kernel.variables().keySet().stream().anyMatch(loaded::contains);
    }

    /** Returns the variables in which an instruction may hand a value to a function, or back. */
    private Set<String> passedIn(Instruction instruction) {
        if (!instruction.opcode().equals("st") || Address.space(instruction) != Space.PARAM) {
            return Set.of();
        }
        return (instruction.operands().get(0) instanceof Operand.Address address
                        && address.base() instanceof Operand.Symbol symbol)
                ? Set.of(symbol.name())
                : kernel.variables().keySet();
    }

    /** Returns the registers by which an instruction decides where the kernel goes on, who takes part, or what is touched. */
    static Set<String> deciding(Instruction instruction) {
        Set<String> deciding = new HashSet<>();
        for (Operand operand : instruction.operands()) {
            if (operand instanceof Operand.Address address && address.base() instanceof Operand.Reg register) {
                deciding.add(register.name());
            }
        }
        if (instruction.opcode().equals("brx") && instruction.operands().get(0) instanceof Operand.Reg register) {
            deciding.add(register.name());
        }
        boolean counts =
                Flow.leaves(instruction) || WarpInstructions.isWarpWide(instruction) || hasAddress(instruction);
        if (counts && instruction.guard() != null) {
            deciding.add(instruction.guard().name());
        }
        return deciding;
    }

    private static boolean hasAddress(Instruction instruction) {
        return instruction.operands().stream().anyMatch(Operand.Address.class::isInstance);
    }

    /** Returns whether accesses read what a kernel does not compute itself. */
    static boolean reads(List<MemoryAccess> accesses) {
        return accesses.stream().anyMatch(access -> access.kind() != MemoryAccess.Kind.STORE);
    }
}
