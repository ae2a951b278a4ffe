package dev.diptych.sim.ptx.compile;

import dev.diptych.sim.ptx.exec.UnrolledLoop.Condition;
import dev.diptych.sim.ptx.syntax.Instruction;
import dev.diptych.sim.ptx.syntax.Operand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An innermost loop whose only way out is at its end, where a counter that grows by a constant is compared with what does not change.
 *
 * @param first its first basic block
 * @param last its last one, which follows after those between
 * @param comparison the site of the comparison
 * @param addition the site where the counter grows
 * @param condition that it goes on under
 * @param counter the register that holds the counter where an iteration begins
 * @param bound what it is compared with, a register or a constant
 */
record CountedLoop(
        int first,
        int last,
        int comparison,
        int addition,
        Condition condition,
        boolean isSigned,
        boolean isWide,
        String counter,
        long step,
        Operand bound) {

    /** Returns the loop that a block's branch closes, or null if it closes none, or one that is not counted. */
    static @Nullable CountedLoop closedBy(int last, FlatKernel kernel, Flow flow) {
        Instruction latch = kernel.body().get(flow.end(last) - 1);
        Operand.Reg guard = latch.guard();
        if (!latch.opcode().equals("bra") || guard == null) {
            return null;
        }
        int first = flow.blockAt(flow.targets(latch).get(0));
        if (first > last || !isInnermost(first, last, flow)) {
            return null;
        }
        return new Finder(kernel.body(), flow.start(first), flow.end(last)).find(first, last, guard);
    }

    /** Returns whether blocks are left and entered at their ends only, and form no other loop. */
    private static boolean isInnermost(int first, int last, Flow flow) {
        for (int block = 0; block < flow.blocks(); block++) {
            boolean isInside = block >= first && block <= last;
            for (int next : flow.following(block)) {
                boolean goesInside = next >= first && next <= last;
                boolean isBack = block == last && next == first;
                boolean isExit = block == last && next == last + 1;
                if (isInside ? !isBack && !isExit && (!goesInside || next <= block) : goesInside && next != first) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Looks for the counter among the instructions of a loop. */
    private static final class Finder {
        private final List<Instruction> body;
        /** The only site that writes a register, -1 where several do. */
        private final Map<String, Integer> writers = new HashMap<>();

        Finder(List<Instruction> body, int start, int end) {
            this.body = body;
            for (int site = start; site < end; site++) {
                int here = site;
                Registers.written(body.get(site))
                        .forEach(name -> writers.compute(name, (absent, known) -> known == null ? here : -1));
            }
        }

        @Nullable
        CountedLoop find(int first, int last, Operand.Reg guard) {
            int comparison = writers.getOrDefault(guard.name(), -1);
            if (comparison < 0 || !isPlain(body.get(comparison), "setp", 2)) {
                return null;
            }
            Instruction compared = body.get(comparison);
            Operand left = compared.operands().get(1);
            Operand right = compared.operands().get(2);
            boolean isTurned = !isConstant(right);
            if (isTurned && !isConstant(left)) {
                return null;
            }
            String type = compared.modifiers().get(1);
            Condition condition = condition(compared.modifiers().get(0), isTurned, guard.negated());
            if (condition == null || !"bsu".contains(type.substring(0, 1))) {
                return null;
            }
            return (isTurned ? right : left) instanceof Operand.Reg counter
                    ? counted(first, last, comparison, condition, type, counter.name(), isTurned ? left : right)
                    : null;
        }

        private @Nullable CountedLoop counted(
                int first, int last, int comparison, Condition condition, String type, String counter, Operand bound) {
            int addition = writers.getOrDefault(counter, -1);
            if (addition < 0 || !isPlain(body.get(addition), "add", 1)) {
                return null;
            }
            OptionalLong step = constant(body.get(addition).operands().get(2));
            Operand source = body.get(addition).operands().get(1);
            boolean goesOn = step.isPresent()
                    && source instanceof Operand.Reg old
                    && (old.name().equals(counter) || isCopy(old.name(), counter))
                    && (condition == Condition.DIFFERENT
                            || step.getAsLong() > 0 == (condition == Condition.LESS || condition == Condition.AT_MOST));
            return goesOn
                    ? new CountedLoop(
                            first,
                            last,
                            comparison,
                            addition,
                            condition,
                            type.startsWith("s"),
                            type.endsWith("64"),
                            ((Operand.Reg) source).name(),
                            step.getAsLong(),
                            bound)
                    : null;
        }

        private static boolean isPlain(Instruction instruction, String opcode, int modifiers) {
            return instruction.opcode().equals(opcode)
                    && instruction.guard() == null
                    && instruction.modifiers().size() == modifiers;
        }

        /** Returns whether a register takes over another one's value for the next iteration. */
        private boolean isCopy(String to, String from) {
            int move = writers.getOrDefault(to, -1);
            return move >= 0
                    && isPlain(body.get(move), "mov", 1)
                    && body.get(move).operands().get(1) instanceof Operand.Reg source
                    && source.name().equals(from);
        }

        private boolean isConstant(Operand operand) {
            return operand instanceof Operand.Int
                    || (operand instanceof Operand.Reg register && !writers.containsKey(register.name()));
        }

        private static OptionalLong constant(Operand operand) {
            return operand instanceof Operand.Int number ? OptionalLong.of(number.value()) : OptionalLong.empty();
        }

        private static @Nullable Condition condition(String comparison, boolean isTurned, boolean isNegated) {
            Condition condition = switch (comparison) {
                case "lt", "lo" -> Condition.LESS;
                case "le", "ls" -> Condition.AT_MOST;
                case "gt", "hi" -> Condition.GREATER;
                case "ge", "hs" -> Condition.AT_LEAST;
                case "ne" -> Condition.DIFFERENT;
                default -> null;
            };
            if (condition == null || condition == Condition.DIFFERENT) {
                return isNegated ? null : condition;
            }
            Condition straight = isTurned ? condition.turned() : condition;
            return isNegated ? straight.negated() : straight;
        }
    }
}
