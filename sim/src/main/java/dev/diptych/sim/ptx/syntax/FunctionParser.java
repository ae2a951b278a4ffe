package dev.diptych.sim.ptx.syntax;

import dev.diptych.sim.ptx.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Functions up to their bodies (PTX ISA 9.0, sections "Kernel and Function Directives" and "Performance-Tuning Directives"). */
final class FunctionParser {
    private final Tokens tokens;
    private final Scope module;
    private final Scope scope;
    private final List<Register> registers = new ArrayList<>();
    private int maxThreads;
    private int requiredThreads;
    /** Whether no loop of it is to be unrolled. */
    private boolean forbidsUnrolling;

    /** @param forbidsUnrolling whether the module does */
    FunctionParser(Tokens tokens, Scope module, boolean forbidsUnrolling) {
        this.tokens = tokens;
        this.module = module;
        this.scope = module.function();
        this.forbidsUnrolling = forbidsUnrolling;
    }

    /**
     * Takes what follows {@code .entry} or {@code .func}.
     *
     * @param globals where variables of the body that live as long as the module go
     */
    Function function(boolean isEntry, int line, List<Variable> globals) {
        skipAttribute();
        List<Variable> results = new ArrayList<>();
        if (!isEntry && tokens.takeIf("(")) {
            results = parameters();
        }
        Token name = tokens.expect(Kind.WORD, isEntry ? "the name of a kernel" : "the name of a function");
        declare(name);
        List<Variable> parameters = tokens.takeIf("(") ? parameters() : List.of();
        directives();
        BodyParser body = new BodyParser(tokens, scope, registers, globals);
        boolean isDefined = !tokens.takeIf(";");
        if (isDefined) {
            if (!tokens.takeIf("{")) {
                throw tokens.unexpected("'{' or ';'");
            }
            body.body();
        }
        Set<Integer> notUnrolled = new HashSet<>(body.notUnrolled());
        if (forbidsUnrolling) {
            notUnrolled.addAll(body.labels().values());
        }
        return new Function(
                name.text(),
                isEntry,
                isDefined,
                results,
                parameters,
                registers,
                body.variables(),
                body.instructions(),
                body.labels(),
                body.branchTargets(),
                notUnrolled,
                maxThreads,
                requiredThreads,
                line);
    }

    private void skipAttribute() {
        if (tokens.takeIf(".attribute")) {
            tokens.expect("(");
            tokens.skipPast("(", ")");
        }
    }

    /** A function is declared as often as its file likes; {@link PtxParser} sees to it that it is defined once. */
    private void declare(Token name) {
        Scope.Named known = module.own(name.text());
        if (known == null || known.kind() != Scope.Kind.FUNCTION) {
            module.declareAsWritten(tokens, name, Scope.Kind.FUNCTION);
        }
    }

    private List<Variable> parameters() {
        List<Variable> parameters = new ArrayList<>();
        if (tokens.takeIf(")")) {
            return parameters;
        }
        do {
            if (tokens.takeIf(".reg")) {
                parameters.add(register());
            } else {
                tokens.expect(".param");
                parameters.add(new VariableParser(tokens, scope).parameter());
            }
        } while (tokens.takeIf(","));
        if (!tokens.takeIf(")")) {
            throw tokens.unexpected("',' or ')'");
        }
        return parameters;
    }

    private Variable register() {
        Type type = RegisterParser.type(tokens);
        Token name = tokens.expect(Kind.WORD, "the name of a register");
        scope.declareRegister(tokens, name, name.text(), type, 1);
        registers.add(new Register(name.text(), type));
        return new Variable(
                Space.GENERIC,
                type,
                name.text(),
                type.bytes(),
                Math.max(1, type.bytes()),
                Variable.Initial.NONE,
                List.of(),
                false,
                name.line());
    }

    private void directives() {
        while (tokens.peek().kind() == Kind.DOTTED) {
            Token directive = tokens.take();
            switch (directive.text()) {
                case ".maxntid" -> maxThreads = product(directive);
                case ".reqntid" -> requiredThreads = product(directive);
                case ".minnctapersm", ".maxnctapersm", ".maxnreg", ".maxclusterrank", ".reqnctapercluster" ->
                    product(directive);
                case ".abi_preserve", ".abi_preserve_control" -> product(directive);
                case ".explicitcluster", ".blocksareclusters", ".noreturn" -> {}
                case ".pragma" -> forbidsUnrolling |= Pragmas.forbidUnrolling(tokens);
                default ->
                    throw tokens.error(
                            directive, "directive '%s' of a function is not supported".formatted(directive.text()));
            }
        }
    }

    private int product(Token directive) {
        long product = 1;
        do {
            product *= tokens.number("a number of '%s'".formatted(directive.text()), 0, Integer.MAX_VALUE);
            if (product > Integer.MAX_VALUE) {
                throw tokens.error(directive, "'%s' is more than 2^31 in all".formatted(directive.text()));
            }
        } while (tokens.takeIf(","));
        return (int) product;
    }
}
