package dev.diptych.sim.ptx.compile;

import dev.diptych.model.InputException;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import dev.diptych.sim.ptx.syntax.Space;
import dev.diptych.sim.ptx.syntax.Type;
import dev.diptych.sim.ptx.syntax.Variable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a kernel's registers and variables lie. */
final class Frame {
    /** The carry flag of {@code add.cc} and its like, as a register of its own. */
    static final String CARRY = "%cc";

    /** Dynamic shared memory begins at a multiple of it, and of what its variables ask for. */
    private static final int LEAST_ALIGNMENT = 16;

    /** An address that is known when the kernel is compiled, except for the beginning of a global variable. */
    record Place(Space space, long offset, int global) {}

    private final FlatKernel kernel;
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final Map<String, Place> places = new HashMap<>();
    private final List<Variable> globals = new ArrayList<>();
    private final Map<String, Integer> globalIndices = new HashMap<>();
    private final Map<Slot.Kind, Integer> counts = new EnumMap<>(Slot.Kind.class);
    private long parameterBytes;
    private long localBytes;
    private long staticSharedBytes;
    private int dynamicAlignment = LEAST_ALIGNMENT;

    Frame(FlatKernel kernel) {
        this.kernel = kernel;
        kernel.registers().forEach(this::declare);
        declare(CARRY, Type.B32);
        for (Variable parameter : kernel.function().parameters()) {
            parameterBytes = aligned(parameterBytes, parameter.alignment());
            places.put(parameter.name(), new Place(Space.PARAM, parameterBytes, -1));
            parameterBytes += parameter.bytes();
        }
        for (Map.Entry<String, Variable> variable : kernel.variables().entrySet()) {
            if (variable.getValue().space() != Space.SHARED) {
                localBytes = aligned(localBytes, variable.getValue().alignment());
                places.put(variable.getKey(), new Place(Space.LOCAL, localBytes, -1));
                localBytes += variable.getValue().bytes();
            }
        }
        layOutModule();
    }

    private void declare(String name, Type type) {
        Slot.Kind kind = Slot.Kind.of(type);
        slots.put(name, new Slot(kind, count(kind), type));
        counts.merge(kind, 1, Integer::sum);
    }

    private void layOutModule() {
        Map<String, Variable> shared = new LinkedHashMap<>();
        for (Variable variable : kernel.module().variables()) {
            if (variable.space() == Space.SHARED) {
                shared.put(variable.name(), variable);
            } else {
                globalIndices.put(variable.name(), globals.size());
                places.put(variable.name(), new Place(variable.space(), 0, globals.size()));
                globals.add(variable);
            }
        }
        kernel.variables().forEach((name, variable) -> {
            if (variable.space() == Space.SHARED) {
                shared.put(name, variable);
            }
        });
        // Only what the kernel names takes its memory, as in a linked binary.
        shared.keySet().retainAll(named());
        shared.forEach((name, variable) -> {
            if (variable.bytes() > 0) {
                staticSharedBytes = aligned(staticSharedBytes, variable.alignment());
                places.put(name, new Place(Space.SHARED, staticSharedBytes, -1));
                staticSharedBytes += variable.bytes();
            }
        });
        shared.values().stream()
                .filter(variable -> variable.bytes() == 0)
                .forEach(variable -> dynamicAlignment = Math.max(dynamicAlignment, variable.alignment()));
        shared.forEach((name, variable) -> {
            if (variable.bytes() == 0) {
                places.put(name, new Place(Space.SHARED, dynamicSharedOffset(), -1));
            }
        });
    }

    private Set<String> named() {
        Set<String> names = new HashSet<>();
        kernel.body().forEach(instruction -> instruction.operands().forEach(operand -> collect(operand, names)));
        return names;
    }

    private static void collect(Operand operand, Set<String> names) {
        if (operand instanceof Operand.Symbol symbol) {
            names.add(symbol.name());
        } else if (operand instanceof Operand.Address address) {
            collect(address.base(), names);
        }
    }

    private static long aligned(long offset, int alignment) {
        return (offset + alignment - 1) / alignment * alignment;
    }

    /** Returns the slot of a register. */
    Slot slot(Instruction user, String register) {
        Slot slot = slots.get(register);
        if (slot == null) {
            throw kernel.refused(user, "'%s' is not a register".formatted(register));
        }
        return slot;
    }

    /** Returns a register's number among those of all kinds. */
    int number(Slot slot) {
        return switch (slot.kind()) {
            case INT -> slot.index();
            case LONG -> count(Slot.Kind.INT) + slot.index();
            case PRED -> count(Slot.Kind.INT) + count(Slot.Kind.LONG) + slot.index();
        };
    }

    Slot carry() {
        return Objects.requireNonNull(slots.get(CARRY));
    }

    /** Returns where a variable lies, or null if the name is none. */
    @Nullable
    Place place(String variable) {
        return places.get(variable);
    }

    InputException refused(Instruction instruction, String why) {
        return kernel.refused(instruction, why);
    }

    int count(Slot.Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    /** Returns the module's global and constant variables; a {@link Place}'s {@code global} is an index into them. */
    List<Variable> globals() {
        return List.copyOf(globals);
    }

    int parameterBytes() {
        return Math.toIntExact(parameterBytes);
    }

    /** Returns the bytes of local memory of one thread. */
    int localBytes() {
        return Math.toIntExact(aligned(localBytes, LEAST_ALIGNMENT));
    }

    int staticSharedBytes() {
        return Math.toIntExact(staticSharedBytes);
    }

    /** Returns where dynamic shared memory begins. */
    long dynamicSharedOffset() {
        return aligned(staticSharedBytes, dynamicAlignment);
    }
}
