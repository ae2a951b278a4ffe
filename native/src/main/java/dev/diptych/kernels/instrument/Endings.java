package dev.diptych.kernels.instrument;

import dev.diptych.kernels.instrument.Statement.Instruction;
import dev.diptych.kernels.instrument.Statement.Label;
import dev.diptych.model.InputException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds the ending of a kernel. The order of the text is enough to see that all threads meet in a row: no way out lies before a meeting, and no
 * branch leads past one, forwards or back, whatever decides it. Where a compiler turned an early return into a branch to the end, that branch leads past
 * the meetings behind it.
 */
final class Endings {
    /** System calls that a driver gives to every module: they meet nobody, and who does not come back from them has trapped. */
    private static final Set<String> SYSTEM_CALLS = Set.of("vprintf", "malloc", "free", "__assertfail");

    private final ModuleText module;

    Endings(ModuleText module) {
        this.module = module;
    }

    /**
     * Returns the ending of a kernel.
     *
     * @throws InputException when a function that it may call ends threads
     */
    Ending of(FunctionText kernel) {
        boolean hasMeetingCallee = false;
        Map<String, FunctionText> callees = callees(kernel);
        for (FunctionText callee : callees.values()) {
            if (callee.instructions().anyMatch(Instruction::isExit)) {
                throw new InputException(
                        "%s: kernel '%s' cannot report its blocks: function '%s', which it may call, has an 'exit'; let it return instead"
                                .formatted(module.file(), kernel.name(), callee.name()));
            }
            hasMeetingCallee |= callee.instructions().anyMatch(Instruction::isMeeting);
        }
        boolean isKnown = module.functions().keySet().containsAll(known(kernel))
                && callees.values().stream()
                        .allMatch(callee -> module.functions().keySet().containsAll(known(callee)));
        return isKnown && !hasMeetingCallee && meetsInARow(kernel) ? Ending.BARRIER : Ending.COUNT;
    }

    /** Returns all functions that it may call, one that it calls through a register being any. */
    private Map<String, FunctionText> callees(FunctionText kernel) {
        Map<String, FunctionText> found = new LinkedHashMap<>();
        Deque<FunctionText> callers = new ArrayDeque<>(List.of(kernel));
        while (!callers.isEmpty()) {
            for (String callee : callers.remove().callees()) {
                for (FunctionText function : module.functions().values()) {
                    boolean isMeant = callee.equals(function.name()) || callee.startsWith("%");
                    if (isMeant && !function.isEntry() && found.putIfAbsent(function.name(), function) == null) {
                        callers.add(function);
                    }
                }
            }
        }
        return found;
    }

    private static Set<String> known(FunctionText caller) {
        Set<String> callees = caller.callees();
        callees.removeAll(SYSTEM_CALLS);
        return callees;
    }

    private static boolean meetsInARow(FunctionText kernel) {
        List<Statement> statements = kernel.statements();
        int[] meetings = IntStream.range(0, statements.size())
                .filter(i -> statements.get(i) instanceof Instruction at && at.isMeeting())
                .toArray();
        if (meetings.length == 0) {
            return true;
        }
        for (int meeting : meetings) {
            Instruction at = (Instruction) statements.get(meeting);
            if (at.isGuarded() || !at.isMeetingOfAll()) {
                return false;
            }
        }
        int last = meetings[meetings.length - 1];
        for (int i = 0; i < statements.size(); i++) {
            if (statements.get(i) instanceof Instruction at
                    && (leavesBefore(at, i, last)
                            || at.opcode().startsWith("brx")
                            || leadsPast(kernel, at, i, meetings))) {
                return false;
            }
        }
        return true;
    }

    private static boolean leavesBefore(Instruction at, int index, int meeting) {
        return index < meeting && (at.isReturn() || at.isExit());
    }

    private static boolean leadsPast(FunctionText kernel, Instruction branch, int from, int[] meetings) {
        if (!branch.isBranch()) {
            return false;
        }
        // Scopes may have labels of the same name: any of them could be meant.
        return IntStream.range(0, kernel.statements().size())
                .filter(to -> kernel.statements().get(to) instanceof Label label
                        && label.name().equals(branch.target()))
                .anyMatch(to -> IntStream.of(meetings).anyMatch(meeting -> from < meeting != to < meeting));
    }
}
