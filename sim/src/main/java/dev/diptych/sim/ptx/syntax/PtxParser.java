package dev.diptych.sim.ptx.syntax;

import dev.diptych.model.InputException;
import dev.diptych.sim.ptx.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The reader of PTX files as nvcc and Triton write them (PTX ISA 9.0). It knows the grammar, the declarations and the scopes, and no
 * instruction: any opcode with any operands is read, and is for others to understand.
 *
 * <p>Names of functions, parameters and the module's variables stay as written. A name that a function declares a second time in another
 * scope, or that the module has too, gets {@code $} and a number behind it, so that within a function a name means one thing.
 */
public final class PtxParser {
    private static final int DEFAULT_ADDRESS_BITS = 32;

    private final Tokens tokens;
    private final Scope scope = Scope.ofModule();
    private final List<Variable> variables = new ArrayList<>();
    private final List<Function> functions = new ArrayList<>();
    private final Set<String> defined = new HashSet<>();
    private final Map<Integer, String> sourceFiles = new HashMap<>();
    /** Whether no loop of what follows is to be unrolled. */
    private boolean forbidsUnrolling;

    private int addressBits = DEFAULT_ADDRESS_BITS;

    private PtxParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /**
     * Returns the syntax tree of a file.
     *
     * @param file its name, for messages
     * @throws InputException {@code FILE:LINE: ...} for the first mistake in it
     */
    public static Module parse(String file, String text) {
        return new PtxParser(new Tokens(file, Lexer.split(file, text))).module(file);
    }

    private Module module(String file) {
        tokens.expect(".version");
        String version = tokens.expect(Kind.NUMBER, "a version such as 9.0").text();
        tokens.expect(".target");
        String target = tokens.expect(Kind.WORD, "a target such as sm_80").text();
        while (tokens.takeIf(",")) {
            tokens.expect(Kind.WORD, "an option of the target");
        }
        while (tokens.peek().kind() != Kind.END) {
            directive();
        }
        return new Module(file, version, target, addressBits, variables, functions, sourceFiles);
    }

    private void directive() {
        Token directive = tokens.peek();
        if (tokens.takeIf(".address_size")) {
            addressBits = (int) tokens.number("an address size", 32, 64);
        } else if (tokens.takeIf(".file")) {
            DebugDirectives.file(tokens, sourceFiles);
        } else if (tokens.takeIf(".section")) {
            DebugDirectives.skipSection(tokens);
        } else if (tokens.takeIf(".loc")) {
            DebugDirectives.loc(tokens);
        } else if (tokens.takeIf(".pragma")) {
            forbidsUnrolling |= Pragmas.forbidUnrolling(tokens);
        } else if (!tokens.takeIf(";")) {
            declaration(directive);
        }
    }

    private void declaration(Token first) {
        boolean isExternal = tokens.takeIf(".extern");
        if (!isExternal && !tokens.takeIf(".visible") && !tokens.takeIf(".weak")) {
            tokens.takeIf(".common");
        }
        Token directive = tokens.peek();
        if (tokens.takeIf(".entry") || tokens.takeIf(".func")) {
            function(directive.is(".entry"), first);
        } else if (VariableParser.isSpace(directive) && !directive.is(".param") && !directive.is(".local")) {
            Space space = VariableParser.space(tokens);
            variables.addAll(new VariableParser(tokens, scope).declarations(space, isExternal));
        } else if (directive.kind() == Kind.DOTTED) {
            throw tokens.error(directive, "directive '%s' is not supported here".formatted(directive.text()));
        } else {
            throw tokens.unexpected("a directive");
        }
    }

    private void function(boolean isEntry, Token first) {
        Function function =
                new FunctionParser(tokens, scope, forbidsUnrolling).function(isEntry, first.line(), variables);
        if (function.isDefined() && !defined.add(function.name())) {
            throw tokens.error(first, "'%s' is defined a second time".formatted(function.name()));
        }
        functions.add(function);
    }
}
