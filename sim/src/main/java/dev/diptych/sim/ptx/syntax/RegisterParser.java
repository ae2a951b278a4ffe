package dev.diptych.sim.ptx.syntax;

import dev.diptych.sim.ptx.syntax.Token.Kind;
import java.util.List;

/** Declarations of registers (PTX ISA 9.0, sections "Register State Space" and "Parameterized Variable Names"). */
final class RegisterParser {
    private static final int MAX_REGISTERS = 1_000_000;

    private final Tokens tokens;
    private final Scope scope;
    private final List<Register> registers;

    /** Makes one that adds what it reads to {@code registers}. */
    RegisterParser(Tokens tokens, Scope scope, List<Register> registers) {
        this.tokens = tokens;
        this.scope = scope;
        this.registers = registers;
    }

    /** Takes the type of a register. */
    static Type type(Tokens tokens) {
        Token token = tokens.expect(Kind.DOTTED, "a type");
        String name = token.text().substring(1);
        if (!Type.isType(name)) {
            throw tokens.error(token, "'%s' is no type of a register".formatted(token.text()));
        }
        return Type.of(name);
    }

    /** Takes what follows {@code .reg}, through its semicolon. */
    void declarations() {
        int width = tokens.takeIf(".v2") ? 2 : tokens.takeIf(".v4") ? 4 : 1;
        Type type = type(tokens);
        do {
            Token name = tokens.expect(Kind.WORD, "the name of a register");
            if (tokens.takeIf("<")) {
                long count = tokens.number("a count of registers", 0, MAX_REGISTERS);
                tokens.expect(">");
                for (int i = 0; i < count; i++) {
                    declare(name, name.text() + i, type, width);
                }
            } else {
                declare(name, name.text(), type, width);
            }
        } while (tokens.takeIf(","));
        if (!tokens.takeIf(";")) {
            throw tokens.unexpected("',' or ';'");
        }
    }

    private void declare(Token at, String name, Type type, int width) {
        if (registers.size() + width > MAX_REGISTERS) {
            throw tokens.error(at, "a function has more than %d registers".formatted(MAX_REGISTERS));
        }
        String unique = scope.declareRegister(tokens, at, name, type, width).name();
        if (width == 1) {
            registers.add(new Register(unique, type));
            return;
        }
        for (String component : SpecialRegisters.COMPONENTS.subList(0, width)) {
            registers.add(new Register(unique + "." + component, type));
        }
    }
}
