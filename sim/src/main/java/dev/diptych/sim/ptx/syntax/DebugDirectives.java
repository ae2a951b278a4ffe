package dev.diptych.sim.ptx.syntax;

import dev.diptych.sim.ptx.syntax.Token.Kind;
import java.util.Map;

/** What debuggers read (PTX ISA 9.0, section "Debugging Directives"). Only the source's files and lines are kept. */
final class DebugDirectives {
    private DebugDirectives() {}

    /** Takes what follows {@code .loc} and returns the position. */
    static SourcePosition loc(Tokens tokens) {
        SourcePosition position = position(tokens);
        while (tokens.takeIf(",")) {
            if (tokens.takeIf("function_name")) {
                tokens.expect(Kind.WORD, "the label of a function's name");
                Constants.offset(tokens);
            } else {
                tokens.expect("inlined_at");
                position(tokens);
            }
        }
        return position;
    }

    /** Takes file, line and column, and returns the position. */
    private static SourcePosition position(Tokens tokens) {
        int file = (int) tokens.number("a file of '.loc'", 0, Integer.MAX_VALUE);
        int line = (int) tokens.number("a line of '.loc'", 0, Integer.MAX_VALUE);
        tokens.number("a column of '.loc'", 0, Integer.MAX_VALUE);
        return new SourcePosition(file, line);
    }

    /** Takes what follows {@code .file} and puts the name under its number. */
    static void file(Tokens tokens, Map<Integer, String> files) {
        int number = (int) tokens.number("the number of a file", 0, Integer.MAX_VALUE);
        String quoted = tokens.expect(Kind.STRING, "the name of a file").text();
        files.put(number, quoted.substring(1, quoted.length() - 1));
        while (tokens.takeIf(",")) {
            tokens.number("time or size of a file", 0, Long.MAX_VALUE);
        }
    }

    /** Takes what follows {@code .section}: its name and its contents in braces. */
    static void skipSection(Tokens tokens) {
        tokens.expect(Kind.DOTTED, "the name of a section");
        tokens.expect("{");
        tokens.skipPast("{", "}");
    }
}
