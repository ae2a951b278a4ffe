package dev.diptych.sim.ptx.syntax;

/** Pragmas: one is known to the timing of a kernel, and none changes what it computes. */
final class Pragmas {
    private Pragmas() {}

    /** Takes what follows {@code .pragma}; returns whether it forbids to unroll loops (PTX ISA 9.0, "Pragma Strings"). */
    static boolean forbidUnrolling(Tokens tokens) {
        boolean forbid = false;
        while (!tokens.peek().is(";") && tokens.peek().kind() == Token.Kind.STRING) {
            forbid |= tokens.take().text().equals("\"nounroll\"");
            tokens.takeIf(",");
        }
        tokens.skipStatement();
        return forbid;
    }
}
