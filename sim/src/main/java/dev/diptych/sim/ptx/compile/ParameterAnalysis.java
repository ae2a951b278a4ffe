package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.exec.ParameterUse;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import dev.diptych.sim.ptx.syntax.Space;
import dev.diptych.sim.ptx.syntax.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds out what a kernel does with the memory of its parameters. Registers, and the variables of calls, are followed without regard to order,
 * so it errs on the side of more.
 *
 * <p>A value has an origin, the 8-byte parameters that it is computed from; may be a pointer that was loaded as such; and carries the accesses
 * of the loads that it is computed from. A sum of a pointer and a loaded number is a pointer of the same array; so a value is taken for a
 * loaded pointer only if it was loaded, or computed from one and nothing else that has an origin.
 */
final class ParameterAnalysis {
    /** Any argument's memory. */
    private static final Set<Integer> ANYTHING = Set.of();

    /** What comes of a pointer by these is a number, such as how it is aligned. */
    private static final Set<String> UNLIKE_POINTERS =
            Set.of("shl", "shr", "mul", "neg", "not", "xor", "div", "rem", "bfe", "clz", "popc", "setp", "set");

    private final FlatKernel kernel;
    private final Function<Instruction, List<MemoryAccess>> accesses;
    private final Map<String, Set<Integer>> origins = new HashMap<>();
    private final Set<String> loadedPointers = new HashSet<>();
    /** Of each register, the loads that its value is computed from. */
    private final Map<String, Set<Set<Integer>>> loads = new HashMap<>();
    /** The loads that values are computed from which were put into memory, by where they were put. */
    private final Map<Set<Integer>, Set<Set<Integer>>> stored = new HashMap<>();

    /** The same of shared and local memory. */
    private final Set<Set<Integer>> hidden = new HashSet<>();

    private ParameterAnalysis(FlatKernel kernel, Function<Instruction, List<MemoryAccess>> accesses) {
        this.kernel = kernel;
        this.accesses = accesses;
        List<Variable> parameters = kernel.function().parameters();
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).bytes() >= Long.BYTES) {
                origins.put(parameters.get(i).name(), new HashSet<>(Set.of(i)));
            }
        }
    }

    /** @param accesses of an instruction to memory that other threads or launches may see; parameters are none */
    static ParameterUse of(FlatKernel kernel, Function<Instruction, List<MemoryAccess>> accesses) {
        return new ParameterAnalysis(kernel, accesses).result();
    }

    private ParameterUse result() {
        repeat(this::traceOrigin);
        repeat(this::tracePointer);
        repeat(this::traceLoads);
        Set<Set<Integer>> deciding = new HashSet<>();
        Set<Set<Integer>> writing = new HashSet<>();
        for (Instruction instruction : kernel.body()) {
            deciders(instruction).forEach(name -> deciding.addAll(loads.getOrDefault(name, Set.of())));
            if (isVisible(instruction, false)) {
                writing.addAll(targets(instruction));
            }
        }
        return new ParameterUse(deciding, writing);
    }

    /** A step of an analysis: returns whether it found something new. */
    private interface Trace {
        boolean of(Instruction instruction);
    }

    private void repeat(Trace trace) {
        for (boolean changed = true; changed; ) {
            changed = false;
            for (Instruction instruction : kernel.body()) {
                changed |= trace.of(instruction);
            }
        }
    }

    private boolean traceOrigin(Instruction instruction) {
        Set<Integer> origin = new HashSet<>();
        sources(instruction).forEach(name -> origin.addAll(origin(name)));
        if (!accesses.apply(instruction).isEmpty() || UNLIKE_POINTERS.contains(instruction.opcode())) {
            // What memory holds is no sum of its address.
            origin.clear();
        }
        boolean changed = false;
        for (String name : results(instruction)) {
            changed |= origins.computeIfAbsent(name, absent -> new HashSet<>()).addAll(origin);
        }
        return changed;
    }

    private Set<Integer> origin(String name) {
        return origins.getOrDefault(name, Set.of());
    }

    private boolean tracePointer(Instruction instruction) {
        boolean isLoad = isVisible(instruction, true) || isHiddenLoad(instruction);
        List<String> sources = sources(instruction);
        boolean isComputed = sources.stream()
                .anyMatch(name -> loadedPointers.contains(name)
                        && sources.stream()
                                .allMatch(other ->
                                        other.equals(name) || origin(other).isEmpty()));
        return (isLoad || isComputed) && loadedPointers.addAll(results(instruction));
    }

    private boolean traceLoads(Instruction instruction) {
        Set<Set<Integer>> found = new HashSet<>();
        boolean isLoad = isVisible(instruction, true);
        if (isLoad || isHiddenLoad(instruction)) {
            if (isLoad) {
                for (Set<Integer> target : targets(instruction)) {
                    found.add(target);
                    stored.forEach((where, what) -> {
                        if (where.isEmpty()
                                || target.isEmpty()
                                || where.stream().anyMatch(target::contains)) {
                            found.addAll(what);
                        }
                    });
                }
            } else {
                found.addAll(hidden);
            }
        } else {
            sources(instruction).forEach(name -> found.addAll(loads.getOrDefault(name, Set.of())));
        }
        boolean changed = false;
        for (String name : results(instruction)) {
            changed |= loads.computeIfAbsent(name, absent -> new HashSet<>()).addAll(found);
        }
        Set<Set<Integer>> put = new HashSet<>();
        valueOf(instruction).forEach(name -> put.addAll(loads.getOrDefault(name, Set.of())));
        if (isVisible(instruction, false)) {
            for (Set<Integer> target : targets(instruction)) {
                changed |= stored.computeIfAbsent(target, absent -> new HashSet<>())
                        .addAll(put);
            }
        }
        if (accesses.apply(instruction).stream().anyMatch(access -> !isVisible(access.space()))) {
            // Among them asynchronous copies, which bring what they load to shared memory.
            changed |= hidden.addAll(put);
            changed |= isLoad && hidden.addAll(found);
        }
        return changed;
    }

    /** Returns the registers on which it depends what an instruction does. */
    private static List<String> deciders(Instruction instruction) {
        List<String> names = addresses(instruction);
        if (instruction.opcode().equals("brx") && instruction.operands().get(0) instanceof Operand.Reg register) {
            names.add(register.name());
        }
        boolean counts = Flow.leaves(instruction)
                || WarpInstructions.isWarpWide(instruction)
                || instruction.operands().stream().anyMatch(Operand.Address.class::isInstance);
        if (counts && instruction.guard() != null) {
            names.add(instruction.guard().name());
        }
        return names;
    }

    /** Returns what addresses of an instruction are computed from. */
    private Set<Set<Integer>> targets(Instruction instruction) {
        Set<Set<Integer>> targets = new HashSet<>();
        for (Operand operand : instruction.operands()) {
            if (operand instanceof Operand.Address address) {
                targets.add(
                        address.base() instanceof Operand.Reg register && !loadedPointers.contains(register.name())
                                ? Set.copyOf(origin(register.name()))
                                : ANYTHING);
            }
        }
        return targets;
    }

    private boolean isVisible(Instruction instruction, boolean reads) {
        return accesses.apply(instruction).stream()
                .anyMatch(access -> isVisible(access.space())
                        && access.kind() != (reads ? MemoryAccess.Kind.STORE : MemoryAccess.Kind.LOAD));
    }

    private boolean isHiddenLoad(Instruction instruction) {
        return accesses.apply(instruction).stream().anyMatch(access -> access.kind() != MemoryAccess.Kind.STORE);
    }

    private static boolean isVisible(Space space) {
        return space == Space.GLOBAL || space == Space.GENERIC;
    }

    /** Returns the registers that an instruction computes from, or the parameters that it reads. */
    private List<String> sources(Instruction instruction) {
        List<String> names = new ArrayList<>(Registers.read(instruction));
        if (instruction.opcode().equals("ld") && Address.space(instruction) == Space.PARAM) {
            names.addAll(variables(instruction, 1));
        }
        instruction.operands().forEach(operand -> {
            if (operand instanceof Operand.Symbol symbol) {
                names.add(symbol.name());
            }
        });
        return names;
    }

    /** Returns the registers that an instruction writes, or the variable in which it hands a value to a function, or back. */
    private List<String> results(Instruction instruction) {
        return instruction.opcode().equals("st") && Address.space(instruction) == Space.PARAM
                ? variables(instruction, 0)
                : Registers.written(instruction);
    }

    private List<String> variables(Instruction instruction, int operand) {
        if (instruction.operands().get(operand) instanceof Operand.Address address
                && address.base() instanceof Operand.Symbol symbol) {
            return List.of(symbol.name());
        }
        return List.copyOf(kernel.variables().keySet());
    }

    /** Returns the registers whose values an instruction puts into memory. */
    private static List<String> valueOf(Instruction instruction) {
        List<String> names = new ArrayList<>(Registers.read(instruction));
        names.removeAll(addresses(instruction));
        return names;
    }

    private static List<String> addresses(Instruction instruction) {
        List<String> names = new ArrayList<>();
        instruction.operands().forEach(operand -> {
            if (operand instanceof Operand.Address address && address.base() instanceof Operand.Reg register) {
                names.add(register.name());
            }
        });
        return names;
    }
}
