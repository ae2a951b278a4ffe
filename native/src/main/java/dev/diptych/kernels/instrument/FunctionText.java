package dev.diptych.kernels.instrument;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A function of a PTX text, and where in the text it lies.
 *
 * @param parametersEnd where one more parameter would be written: behind the last one, the opening parenthesis or the name
 * @param hasParentheses whether parameters have their parentheses, be there any or none
 * @param hasParameters whether there are any
 * @param reports whether the last one is that of notices
 * @param bodyStart behind the body's opening brace
 * @param bodyEnd before its closing brace
 * @param words all names that occur in it
 */
record FunctionText(
        String name,
        boolean isEntry,
        int parametersEnd,
        boolean hasParentheses,
        boolean hasParameters,
        boolean reports,
        int bodyStart,
        int bodyEnd,
        List<Statement> statements,
        Set<String> words) {
    FunctionText {
        statements = List.copyOf(statements);
        words = Set.copyOf(words);
    }

    Stream<Statement.Instruction> instructions() {
        return statements.stream()
                .filter(Statement.Instruction.class::isInstance)
                .map(Statement.Instruction.class::cast);
    }

    /** Returns the names of what it calls, one that is in a register as {@code %...}. */
    Set<String> callees() {
        Set<String> callees = new TreeSet<>();
        instructions().filter(Statement.Instruction::isCall).forEach(call -> callees.add(callee(call)));
        return callees;
    }

    /** A call names what it returns into first, in parentheses, if it returns anything. */
    private static String callee(Statement.Instruction call) {
        int at = 0;
        if (call.target().equals("(")) {
            while (!call.operands().get(at).is(")")) {
                at++;
            }
            at += 2;
        }
        return call.operands().get(at).text();
    }
}
