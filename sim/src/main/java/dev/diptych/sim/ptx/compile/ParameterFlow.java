package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.ParameterUse;
import dev.diptych.sim.ptx.syntax.Function;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Module;
import dev.diptych.sim.ptx.syntax.Operand;
import dev.diptych.sim.ptx.syntax.Space;
import dev.diptych.sim.ptx.syntax.Variable;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where the values of a kernel's parameters go, and what is loaded through them. Registers are followed without regard to order, and all that
 * a block keeps for itself (shared and local memory, the variables of calls) counts as one place.
 *
 * <p>A pointer that lies in memory is loaded with 64 bits, or put together by {@code mov.b64}; behind it may be the memory of any parameter.
 * Instructions that reach memory in another way than {@code ld}, {@code st}, {@code atom} and {@code red} may touch everything.
 */
final class ParameterFlow {
    /** What a value comes from. */
    private static final class Origin {
        /** Parameters, by index: of their values, which makes it a pointer or an offset. */
        private final BitSet parameters = new BitSet();
        /** Parameters, by index: of the memory behind them. */
        private final BitSet memory = new BitSet();

        boolean add(Origin other) {
            int before = parameters.cardinality() + memory.cardinality();
            parameters.or(other.parameters);
            memory.or(other.memory);
            return parameters.cardinality() + memory.cardinality() > before;
        }
    }

    private static final Set<String> WITHOUT_EFFECT = Set.of("prefetch", "prefetchu");

    private final FlatKernel kernel;
    private final List<String> parameters;
    private final Map<String, Origin> registers = new HashMap<>();
    private final Origin inside = new Origin();
    /** By parameter, what was stored through it. */
    private final Origin[] stored;

    private final BitSet written = new BitSet();
    private boolean changed;

    private ParameterFlow(FlatKernel kernel) {
        this.kernel = kernel;
        this.parameters =
                kernel.function().parameters().stream().map(Variable::name).toList();
        this.stored = new Origin[parameters.size()];
        java.util.Arrays.setAll(stored, i -> new Origin());
    }

    /** Returns what a kernel of a module does with its parameters. */
    static ParameterUse of(Module module, Function function) {
        return new ParameterFlow(Inliner.flatten(module, function)).use();
    }

    private ParameterUse use() {
        if (kernel.body().stream().anyMatch(ParameterFlow::isOutOfReach)) {
            Set<Integer> all = everything().stream().boxed().collect(Collectors.toSet());
            return new ParameterUse(all, all);
        }
        do {
            changed = false;
            kernel.body().forEach(this::follow);
        } while (changed);
        BitSet deciding = new BitSet();
        for (Instruction instruction : kernel.body()) {
            DataDependence.deciding(instruction).forEach(register -> deciding.or(origin(register).memory));
        }
        return new ParameterUse(
                written.stream().boxed().collect(Collectors.toSet()),
                deciding.stream().boxed().collect(Collectors.toSet()));
    }

    private static boolean isOutOfReach(Instruction instruction) {
        return switch (instruction.opcode()) {
            case "ld", "ldu", "st", "atom", "red" -> false;
            default ->
                !WITHOUT_EFFECT.contains(instruction.opcode())
                        && instruction.operands().stream().anyMatch(Operand.Address.class::isInstance);
        };
    }

    private void follow(Instruction instruction) {
        Origin result = new Origin();
        switch (instruction.opcode()) {
            case "ld", "ldu" -> load(instruction, address(instruction, 1), result);
            case "st", "red" -> store(instruction, address(instruction, 0));
            case "atom" -> {
                Operand.Address address = address(instruction, 1);
                load(instruction, address, result);
                store(instruction, address);
            }
            default -> {
                Registers.read(instruction).forEach(register -> result.add(origin(register)));
                boolean packs = instruction.opcode().equals("mov") && instruction.has("b64");
                if (packs && !result.memory.isEmpty()) {
                    result.parameters.or(everything());
                }
            }
        }
        Registers.written(instruction)
                .forEach(register -> changed |= origin(register).add(result));
    }

    private void load(Instruction instruction, Operand.Address address, Origin result) {
        Space space = Address.space(instruction);
        if (space == Space.PARAM && address.base() instanceof Operand.Symbol symbol) {
            int index = parameters.indexOf(symbol.name());
            if (index >= 0) {
                result.parameters.set(index);
                return;
            }
        } else if (space == Space.PARAM) {
            result.parameters.or(everything());
        }
        if (space != Space.GLOBAL) {
            result.add(inside);
        }
        if (space == Space.GLOBAL || space == Space.GENERIC) {
            BitSet through = pointedTo(address);
            result.memory.or(through);
            through.stream().forEach(index -> result.memory.or(stored[index].memory));
            if (instruction.has("b64") || instruction.has("u64") || instruction.has("s64")) {
                result.parameters.or(everything());
            }
        }
    }

    private void store(Instruction instruction, Operand.Address address) {
        Space space = Address.space(instruction);
        Origin value = new Origin();
        Registers.read(instruction).forEach(register -> value.add(origin(register)));
        if (space != Space.GLOBAL) {
            changed |= inside.add(value);
        }
        if (space == Space.GLOBAL || space == Space.GENERIC) {
            BitSet through = pointedTo(address);
            written.or(through);
            through.stream().forEach(index -> changed |= stored[index].add(value));
        }
    }

    /** Returns the parameters behind which an address may lie. */
    private BitSet pointedTo(Operand.Address address) {
        if (address.base() instanceof Operand.Reg register) {
            return origin(register.name()).parameters;
        }
        // A variable of the module is behind no parameter.
        return address.base() instanceof Operand.Symbol ? new BitSet() : everything();
    }

    private BitSet everything() {
        BitSet all = new BitSet();
        all.set(0, parameters.size());
        return all;
    }

    private Origin origin(String register) {
        return registers.computeIfAbsent(register, unknown -> new Origin());
    }

    private Operand.Address address(Instruction instruction, int operand) {
        if (operand < instruction.operands().size()
                && instruction.operands().get(operand) instanceof Operand.Address address) {
            return address;
        }
        throw kernel.refused(instruction, "operand %d should be an address".formatted(operand));
    }
}
