package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.syntax.Instruction;

/** How one family of instructions becomes bytecode for one lane. */
interface Lowering {
    /**
     * Returns the instruction ready to be written, or refuses it.
     *
     * @throws dev.diptych.model.InputException when it is not supported
     */
    Emission of(Instruction instruction, Frame frame);

    /** Bytecode of one instruction. */
    interface Emission {
        /**
         * Writes it.
         *
         * @param site number of the instruction
         * @param firstAccess number of its first access to memory in its segment
         */
        void write(LaneEmitter emitter, int site, int firstAccess);
    }
}
