package dev.diptych.sim.ptx.assembly;

import static dev.diptych.sim.ptx.assembly.MachineOpcode.BRA;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.BSSY;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.DFMA;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.F2I;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.FFMA;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.FSETP;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.IADD3;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.IMAD;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.ISETP;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.LOP3;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.MUFU;
import static dev.diptych.sim.ptx.assembly.MachineOpcode.SEL;

import dev.diptych.sim.ptx.syntax.Type;
import java.util.Collections;

/**
 * Instructions of PTX that the hardware does not have: what ptxas 13.0 puts in their place for sm_90. Of floating-point ones it is the way that ordinary
 * operands take; the rest is a call for subnormal numbers, infinities and the like.
 */
final class Sequences {
    /** Marks and branch around what special operands need. */
    private static final Cost ASIDE = Cost.of(BSSY, BSSY, BRA);

    private static final Cost RECIPROCAL = Cost.of(F2I, MUFU, F2I);

    private Sequences() {}

    /**
     * Returns a division of whole numbers, whose quotient comes from a reciprocal in single precision.
     *
     * @param isRemainder whether the remainder is asked for
     * @param isByConstant whether the divisor is known, so that part of it is made once
     */
    static Cost division(Type type, boolean isRemainder, boolean isByConstant) {
        if (type.bytes() == Long.BYTES) {
            // A call: the high words of the operands are not zero, or the compiler had chosen a 32-bit division.
            Cost call = RECIPROCAL
                    .then(chain(IMAD, isByConstant ? 26 : 30, 14))
                    .then(chain(IADD3, 15, 8))
                    .then(chain(ISETP, isRemainder ? 8 : 12, 4))
                    .beside(Cost.parallel(3, BRA));
            return type.isSigned() ? call.then(chain(SEL, 18, 4)) : call;
        }
        if (type.bytes() == Short.BYTES) {
            return RECIPROCAL
                    .then(chain(FFMA, 3, 2))
                    .then(chain(FSETP, 6, 3))
                    .then(chain(IMAD, isRemainder ? 4 : 3, 2))
                    .beside(Cost.of(F2I, BRA, BRA));
        }
        Cost unsigned =
                RECIPROCAL.then(chain(IMAD, isByConstant ? 5 : 7, 4)).then(chain(IADD3, isByConstant ? 6 : 8, 5));
        return type.isSigned() ? unsigned.then(chain(LOP3, 6, 3)) : unsigned;
    }

    static Cost divisionOfSingles() {
        return Cost.of(MUFU, FFMA, FFMA, FFMA, FFMA, FFMA)
                .beside(Cost.of(FSETP))
                .beside(ASIDE);
    }

    static Cost reciprocalOfSingle() {
        return Cost.of(IADD3, LOP3, ISETP, MUFU, FFMA, FFMA, FFMA).beside(ASIDE);
    }

    static Cost rootOfSingle() {
        return Cost.of(MUFU, FFMA, FFMA, FFMA, FFMA, FFMA)
                .beside(Cost.of(IADD3, ISETP))
                .beside(ASIDE);
    }

    static Cost divisionOfDoubles() {
        return Cost.of(MUFU)
                .then(chain(DFMA, 8, 8))
                .then(Cost.of(FFMA, FSETP))
                .beside(Cost.of(IMAD, FSETP))
                .beside(ASIDE);
    }

    static Cost reciprocalOfDouble() {
        return Cost.of(MUFU)
                .then(chain(DFMA, 5, 5))
                .beside(Cost.of(IADD3, FSETP))
                .beside(ASIDE);
    }

    static Cost rootOfDouble() {
        return Cost.of(MUFU)
                .then(chain(DFMA, 8, 8))
                .beside(Cost.of(IADD3, IADD3, IMAD, ISETP))
                .beside(ASIDE);
    }

    /** Returns an approximate function of a normal number, whose operand is brought in range first and whose result back, unless subnormal numbers are zero. */
    static Cost approximation(boolean flushes) {
        return flushes ? Cost.of(MUFU) : Cost.of(FSETP, FFMA, MUFU, FFMA).beside(Cost.of(SEL));
    }

    /** Returns so many instructions of a kind of which only some wait for each other. */
    static Cost chain(MachineOpcode kind, int count, int dependent) {
        Cost one = Cost.of(kind);
        Cost cost = Cost.parallel(count, kind);
        return new Cost(
                cost.instructions(), Collections.nCopies(dependent, one.chain().get(0)));
    }
}
