package dev.diptych.kernels.instrument;

import java.util.List;
import java.util.Set;

/** What stands in a function's body, directives left out, in the order of the text. */
sealed interface Statement {
    /** A place that branches name. */
    record Label(String name) implements Statement {}

    /**
     * An instruction.
     *
     * @param isGuarded whether a predicate says who executes it
     * @param opcode with its modifiers, as {@code bar.sync}
     * @param operands its tokens behind the opcode, without the semicolon
     * @param start where the opcode begins in the file's text
     * @param end where the opcode ends
     */
    record Instruction(boolean isGuarded, String opcode, List<Token> operands, int start, int end)
            implements Statement {
        private static final Set<String> BLOCK_BARRIERS = Set.of("bar", "barrier");

        public Instruction {
            operands = List.copyOf(operands);
        }

        /** Returns the opcode without modifiers. */
        String operation() {
            int dot = opcode.indexOf('.');
            return dot < 0 ? opcode : opcode.substring(0, dot);
        }

        boolean isReturn() {
            return operation().equals("ret");
        }

        boolean isExit() {
            return opcode.equals("exit");
        }

        boolean isBranch() {
            return operation().equals("bra");
        }

        boolean isCall() {
            return operation().equals("call");
        }

        /**
         * Returns whether threads meet here, others of the block or of the warp, and those that have exited are not waited for: barriers of all
         * kinds but {@code mbarrier}, which counts who arrives, and what a warp does together.
         */
        boolean isMeeting() {
            return BLOCK_BARRIERS.contains(operation()) || hasModifier("sync") || hasModifier("aligned");
        }

        /** Returns whether it is met by all threads of the block at barrier 0, or by those of a warp among themselves. */
        boolean isMeetingOfAll() {
            if (!BLOCK_BARRIERS.contains(operation()) || hasModifier("warp")) {
                return true;
            }
            boolean isOfBlock = hasModifier("sync") && !hasModifier("cluster");
            return isOfBlock && operands.size() == 1 && operands.get(0).is("0");
        }

        /** Returns the first operand that is a name: where a branch goes, or the predicate and so on of others. */
        String target() {
            return operands.isEmpty() ? "" : operands.get(0).text();
        }

        private boolean hasModifier(String modifier) {
            return (opcode + ".").contains("." + modifier + ".");
        }
    }
}
