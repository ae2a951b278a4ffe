package dev.diptych.sim.ptx.assembly;

import dev.diptych.sim.ptx.syntax.Instruction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Products of matrices, in units of 16 x 8 by 16 half-precision elements: as many bits take as long, of whatever elements. */
final class Products {
    private static final Pattern SHAPE = Pattern.compile("m(\\d+)n(\\d+)k(\\d+)");
    private static final int UNIT_BITS = 16 * 8 * 16 * 16;
    /** A double-precision product of 8 x 8 by 4 takes as long as four units: a sixteenth of the half-precision rate of an H200 (its datasheet). */
    private static final int UNITS_OF_DOUBLES = 4;

    private static final Cost PLACE_OF_LANE = Cost.of(
            MachineOpcode.S2R,
            MachineOpcode.LOP3,
            MachineOpcode.SHF,
            MachineOpcode.IMAD,
            MachineOpcode.LEA,
            MachineOpcode.LEA);

    private Products() {}

    static Cost cost(Instruction instruction) {
        if (instruction.opcode().equals("wmma") && !instruction.has("mma")) {
            // Fragments are moved row by row, from a lane's place in the first one.
            return Cost.parallel(instruction.has("load") ? 4 : 8, MachineOpcode.LDG)
                    .beside(PLACE_OF_LANE);
        }
        for (String modifier : instruction.modifiers()) {
            Matcher shape = SHAPE.matcher(modifier);
            if (shape.matches()) {
                return Cost.parallel(units(shape, elementBits(instruction)), MachineOpcode.HMMA);
            }
        }
        return Cost.of(MachineOpcode.HMMA);
    }

    private static int units(Matcher shape, int elementBits) {
        long elements =
                Long.parseLong(shape.group(1)) * Long.parseLong(shape.group(2)) * Long.parseLong(shape.group(3));
        if (elementBits == Double.SIZE) {
            return (int) Math.max(1, elements / (8 * 8 * 4)) * UNITS_OF_DOUBLES;
        }
        return (int) Math.max(1, (elements * elementBits + UNIT_BITS - 1) / UNIT_BITS);
    }

    /** Returns the bits of an element of the factors: {@code mma} names them second, {@code wmma} first where it names them at all. */
    private static int elementBits(Instruction instruction) {
        if (instruction.has("f64")) {
            return Double.SIZE;
        }
        if (instruction.has("tf32")) {
            return Integer.SIZE;
        }
        if (instruction.has("s8") || instruction.has("u8") || instruction.has("e4m3") || instruction.has("e5m2")) {
            return Byte.SIZE;
        }
        return instruction.has("s4") || instruction.has("u4") ? 4 : instruction.has("b1") ? 1 : Short.SIZE;
    }
}
