package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.exec.MemoryAccess;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import dev.diptych.sim.ptx.syntax.Type;
import java.util.List;
import java.util.Set;

/** {@code ld}, {@code ldu} and {@code st} of every space, type, vector shape, ordering and cache operator. */
final class MemoryLowering implements Lowering, Touching {
    /** What changes neither the value nor the order in which a single warp sees it. */
    private static final Set<String> HINTS = Set.of(
            "weak",
            "volatile",
            "relaxed",
            "acquire",
            "release",
            "mmio",
            "cta",
            "cluster",
            "gpu",
            "sys",
            "nc",
            "ca",
            "cg",
            "cs",
            "lu",
            "cv",
            "wb",
            "wt",
            "unified");

    private static final Set<String> SPACES = Set.of(
            "global",
            "shared",
            "shared::cta",
            "shared::cluster",
            "local",
            "const",
            "param",
            "param::entry",
            "param::func");
    private static final int LARGEST_BYTES = 32;

    private final boolean isChecked;

    MemoryLowering(boolean isChecked) {
        this.isChecked = isChecked;
    }

    private static boolean isStore(Instruction instruction) {
        return instruction.opcode().equals("st");
    }

    static boolean isVolatile(Instruction instruction) {
        return instruction.has("volatile") || instruction.has("relaxed") || instruction.has("acquire");
    }

    /**
     * Returns whether a load has to see what other multiprocessors stored, which their caches do not tell each other: cache operators {@code cg} and
     * {@code cv}, volatile loads, and ordered ones beyond the block (PTX ISA, Cache Operators and Memory Consistency Model).
     */
    private static boolean passesFirstLevel(Instruction instruction) {
        boolean isOrdered = instruction.has("relaxed") || instruction.has("acquire") || instruction.has("mmio");
        return instruction.has("cg")
                || instruction.has("cv")
                || instruction.has("volatile")
                || (isOrdered && !instruction.has("cta"));
    }

    private static Address address(Instruction instruction, Frame frame) {
        MemoryAccess.Kind kind = isStore(instruction) ? MemoryAccess.Kind.STORE : MemoryAccess.Kind.LOAD;
        int bytes = Values.lastType(instruction, frame).bytes() * vector(instruction, frame);
        return Address.of(instruction, isStore(instruction) ? 0 : 1, Address.space(instruction), bytes, kind, frame);
    }

    private static int vector(Instruction instruction, Frame frame) {
        int elements = 1;
        for (String modifier : instruction.modifiers()) {
            boolean isKnown = HINTS.contains(modifier)
                    || SPACES.contains(modifier)
                    || Type.isType(modifier)
                    || modifier.startsWith("L1::")
                    || modifier.startsWith("L2::")
                    || modifier.startsWith("level::");
            if (modifier.matches("v[248]")) {
                elements = modifier.charAt(1) - '0';
            } else if (!isKnown) {
                throw frame.refused(instruction, "modifier .%s is not supported".formatted(modifier));
            }
        }
        return elements;
    }

    @Override
    public List<MemoryAccess> accesses(Instruction instruction, Frame frame) {
        boolean passes = passesFirstLevel(instruction);
        return address(instruction, frame).accesses().stream()
                .map(access -> new MemoryAccess(access.kind(), access.space(), access.bytes(), false, passes))
                .toList();
    }

    @Override
    public Emission of(Instruction instruction, Frame frame) {
        Type type = Values.lastType(instruction, frame);
        Address address = address(instruction, frame);
        if (type == Type.B128 || address.bytes() > LARGEST_BYTES) {
            throw frame.refused(instruction, "accesses have up to 32 bytes, of elements of up to 64 bits");
        }
        List<Operand> elements =
                instruction.operands().get(isStore(instruction) ? 1 : 0) instanceof Operand.Vector vector
                        ? vector.elements()
                        : List.of(instruction.operands().get(isStore(instruction) ? 1 : 0));
        if (elements.size() * type.bytes() != address.bytes()) {
            throw frame.refused(instruction, "it has %d elements".formatted(elements.size()));
        }
        return (e, site, access) -> {
            boolean looksForRaces = isChecked && !isVolatile(instruction);
            int array = isChecked && !looksForRaces && isStore(instruction)
                    ? address.findVolatile(e, instruction, site, access)
                    : address.find(e, instruction, site, access, looksForRaces);
            Class<?> java = Values.raw(type);
            for (int i = 0; i < elements.size(); i++) {
                int offset = i * type.bytes();
                if (isStore(instruction)) {
                    Address.at(e, array, offset);
                    Values.push(e, instruction, elements.get(i), java, type);
                    Address.store(e, type.bytes());
                } else {
                    Address.load(e, array, type.bytes(), offset);
                    Values.pop(e, instruction, elements.get(i), java, type);
                }
            }
            address.stored(e, looksForRaces);
        };
    }
}
