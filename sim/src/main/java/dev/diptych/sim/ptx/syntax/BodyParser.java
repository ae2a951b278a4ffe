package dev.diptych.sim.ptx.syntax;

import dev.diptych.sim.ptx.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The body of a function: statements and scopes within scopes. */
final class BodyParser {
    private static final int MAX_DEPTH = 64;
    private static final Pattern OPCODE = Pattern.compile("[a-z][a-z0-9_]*");

    private final Tokens tokens;
    private final Scope outermost;
    private final List<Register> registers;
    private final List<Variable> globals;
    private final List<Variable> variables = new ArrayList<>();
    private final List<Instruction> instructions = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private final Map<String, List<String>> branchTargets = new HashMap<>();
    private final Set<Integer> notUnrolled = new HashSet<>();
    private SourcePosition source = SourcePosition.NONE;

    /** Makes one that adds the body's registers and the module's variables among its own to these lists. */
    BodyParser(Tokens tokens, Scope scope, List<Register> registers, List<Variable> globals) {
        this.tokens = tokens;
        this.outermost = scope;
        this.registers = registers;
        this.globals = globals;
    }

    List<Variable> variables() {
        return variables;
    }

    List<Instruction> instructions() {
        return instructions;
    }

    Map<String, Integer> labels() {
        return labels;
    }

    Map<String, List<String>> branchTargets() {
        return branchTargets;
    }

    /** Returns where {@code .pragma "nounroll"} stands, as the indices of the instructions that follow. */
    Set<Integer> notUnrolled() {
        return notUnrolled;
    }

    /** Takes the body after its brace, through the closing one. */
    void body() {
        block(outermost, 1);
    }

    private void block(Scope scope, int depth) {
        if (depth > MAX_DEPTH) {
            throw tokens.error(tokens.peek(), "braces are nested more than %d deep".formatted(MAX_DEPTH));
        }
        declareLabels(scope);
        while (!tokens.takeIf("}")) {
            if (tokens.takeIf("{")) {
                block(scope.nested(), depth + 1);
            } else if (!tokens.takeIf(";")) {
                statement(scope);
            }
        }
    }

    /** Declares the labels of a scope before its statements are read: branches go forward too, and inner labels hide outer ones. */
    private void declareLabels(Scope scope) {
        int depth = 0;
        for (int i = 0; depth >= 0; i++) {
            Token token = tokens.peek(i);
            if (token.kind() == Kind.END) {
                return;
            }
            depth += token.is("{") ? 1 : token.is("}") ? -1 : 0;
            // WARP_SZ before a colon is a number in a conditional expression.
            boolean isLabel = token.kind() == Kind.WORD && tokens.peek(i + 1).is(":") && !token.is("WARP_SZ");
            if (depth == 0 && isLabel) {
                boolean isList = tokens.peek(i + 2).kind() == Kind.DOTTED && isListDirective(tokens.peek(i + 2));
                scope.declare(tokens, token, isList ? Scope.Kind.LIST : Scope.Kind.LABEL);
            }
        }
    }

    private static boolean isListDirective(Token token) {
        return token.is(".branchtargets") || token.is(".calltargets") || token.is(".callprototype");
    }

    private void statement(Scope scope) {
        Token token = tokens.peek();
        if (token.kind() == Kind.DOTTED) {
            directive(scope);
        } else if (token.kind() == Kind.WORD && tokens.peek(1).is(":")) {
            label(scope);
        } else if (token.kind() == Kind.WORD || token.is("@")) {
            instructions.add(instruction(scope));
        } else {
            throw tokens.unexpected("an instruction, a directive, a label or '}'");
        }
    }

    private void directive(Scope scope) {
        Token directive = tokens.peek();
        if (VariableParser.isSpace(directive)) {
            Space space = VariableParser.space(tokens);
            boolean isGlobal = space == Space.GLOBAL || space == Space.CONST;
            (isGlobal ? globals : variables).addAll(new VariableParser(tokens, scope).declarations(space, false));
            return;
        }
        tokens.take();
        switch (directive.text()) {
            case ".reg" -> new RegisterParser(tokens, scope, registers).declarations();
            case ".loc" -> source = DebugDirectives.loc(tokens);
            case ".pragma" -> {
                if (Pragmas.forbidUnrolling(tokens)) {
                    notUnrolled.add(instructions.size());
                }
            }
            default ->
                throw tokens.error(directive, "directive '%s' is not supported here".formatted(directive.text()));
        }
    }

    private void label(Scope scope) {
        Token token = tokens.take();
        Scope.Named named = scope.own(token.text());
        if (named == null) {
            throw new IllegalStateException("label '%s' was not declared ahead".formatted(token.text()));
        }
        tokens.expect(":");
        if (named.kind() == Scope.Kind.LABEL) {
            labels.put(named.name(), instructions.size());
        } else if (tokens.takeIf(".branchtargets")) {
            branchTargets.put(named.name(), targets(scope));
        } else {
            // Which functions an indirect call may reach, and their shape, has no meaning for what it does.
            tokens.skipStatement();
        }
    }

    private List<String> targets(Scope scope) {
        List<String> targets = new ArrayList<>();
        do {
            Token token = tokens.expect(Kind.WORD, "a label");
            Scope.Named named = scope.find(token.text());
            if (named == null || named.kind() != Scope.Kind.LABEL) {
                throw tokens.error(token, "label '%s' is not defined".formatted(token.text()));
            }
            targets.add(named.name());
        } while (tokens.takeIf(","));
        if (!tokens.takeIf(";")) {
            throw tokens.unexpected("',' or ';'");
        }
        return targets;
    }

    private Instruction instruction(Scope scope) {
        OperandParser operands = new OperandParser(tokens, scope);
        Operand.Reg guard = tokens.takeIf("@") ? operands.guard() : null;
        Token opcode = tokens.expect(Kind.WORD, "an instruction");
        if (!OPCODE.matcher(opcode.text()).matches()) {
            throw tokens.error(opcode, "'%s' is no instruction".formatted(opcode.text()));
        }
        List<String> modifiers = new ArrayList<>();
        while (tokens.peek().kind() == Kind.DOTTED) {
            modifiers.add(tokens.take().text().substring(1));
        }
        return new Instruction(
                guard, opcode.text(), modifiers, operands.operands(opcode.text()), opcode.line(), source);
    }
}
