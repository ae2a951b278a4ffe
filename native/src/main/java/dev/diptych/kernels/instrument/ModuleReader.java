package dev.diptych.kernels.instrument;

import dev.diptych.kernels.instrument.Token.Kind;
import dev.diptych.model.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the functions of a PTX text and what stands in them; what it does not look for, it goes past. */
final class ModuleReader {
    /** Directives that end with their line instead of a semicolon. */
    private static final Set<String> LINE_DIRECTIVES = Set.of(".loc", ".file");

    private final String file;
    private final List<Token> tokens;
    private int at;

    private final Map<String, FunctionText> functions = new LinkedHashMap<>();
    private String version = "";
    private String target = "";
    private int addressBits = 32;
    private boolean hasVariables;
    private boolean hasDynamicShared;

    private ModuleReader(String file, String text) {
        this.file = file;
        this.tokens = Tokenizer.split(file, text);
    }

    /**
     * Reads a text.
     *
     * @param file its name, for messages
     * @throws InputException when braces do not match or a function is not as PTX has it
     */
    static ModuleText read(String file, String text) {
        ModuleReader reader = new ModuleReader(file, text);
        reader.run();
        return new ModuleText(
                file,
                text,
                reader.version,
                reader.target,
                reader.addressBits,
                reader.functions,
                reader.hasVariables,
                reader.hasDynamicShared);
    }

    private void run() {
        while (at < tokens.size()) {
            Token token = take();
            switch (token.text()) {
                case ".version" -> version = take().text() + take().text();
                case ".target" -> target = take().text();
                case ".address_size" -> addressBits = take().is("64") ? 64 : 32;
                case ".entry" -> function(true);
                case ".func" -> function(false);
                case ".global" -> hasVariables = true;
                case ".shared" ->
                    hasDynamicShared |= tokens.get(Math.max(0, at - 2)).is(".extern");
                case "{" -> skipBraces(token);
                default -> {
                    // Nothing that the pass has to know of.
                }
            }
        }
    }

    private void function(boolean isEntry) {
        if (peek().is("(")) {
            // What a function returns.
            skipParentheses();
        }
        Token name = take();
        int parametersEnd = name.end();
        boolean hasParentheses = peek().is("(");
        boolean hasParameters = false;
        boolean reports = false;
        Set<String> words = new LinkedHashSet<>();
        int head = at;
        if (hasParentheses) {
            skipParentheses();
            parametersEnd = tokens.get(at - 2).end();
            hasParameters = at - head > 2;
            reports = isNotices(tokens.subList(head, at - 1));
        }
        while (!peek().is("{") && !peek().is(";")) {
            if (take().is(".pragma")) {
                // Unlike the other directives of a head, it has a semicolon of its own.
                take();
                take();
            }
        }
        if (take().is(";")) {
            return;
        }
        int bodyStart = tokens.get(at - 1).end();
        List<Statement> statements = body(tokens.get(at - 1));
        for (Token token : tokens.subList(head, at)) {
            if (token.kind() == Kind.WORD) {
                words.add(token.text());
            }
        }
        FunctionText function = new FunctionText(
                name.text(),
                isEntry,
                parametersEnd,
                hasParentheses,
                hasParameters,
                reports,
                bodyStart,
                tokens.get(at - 1).start(),
                statements,
                words);
        if (functions.put(name.text(), function) != null) {
            throw error(name, "there is a second function '%s'".formatted(name.text()));
        }
    }

    /** Returns whether the last of some parameters has the name, and is a pointer or bytes of the size. */
    private static boolean isNotices(List<Token> parameters) {
        int last = parameters.size() - 1;
        if (last >= 3 && parameters.get(last).is("]")) {
            return parameters.get(last - 3).is(Instrumentation.PARAMETER)
                    && parameters.get(last - 1).is(Integer.toString(Instrumentation.PARAMETER_BYTES));
        }
        for (int i = parameters.size() - 1; i >= 0 && !parameters.get(i).is(","); i--) {
            if (parameters.get(i).is(".ptr")) {
                return parameters.get(parameters.size() - 1).is(Instrumentation.PARAMETER);
            }
        }
        return false;
    }

    /** Reads up to the brace that closes the body. */
    private List<Statement> body(Token opening) {
        List<Statement> statements = new ArrayList<>();
        int depth = 1;
        while (depth > 0) {
            if (at == tokens.size()) {
                throw error(opening, "'{' has no '}'");
            }
            Token token = take();
            if (token.is("{")) {
                depth++;
            } else if (token.is("}")) {
                depth--;
            } else if (token.kind() == Kind.DOTTED) {
                directive(token);
            } else if (token.kind() == Kind.WORD && at < tokens.size() && peek().is(":")) {
                take();
                statements.add(new Statement.Label(token.text()));
            } else if (!token.is(";")) {
                statements.add(instruction(token));
            }
        }
        return statements;
    }

    private void directive(Token directive) {
        if (LINE_DIRECTIVES.contains(directive.text())) {
            while (peek().line() == directive.line()) {
                take();
            }
        } else {
            List<Token> declared = operands(directive);
            hasDynamicShared |= directive.is(".extern") && declared.stream().anyMatch(token -> token.is(".shared"));
        }
    }

    private Statement.Instruction instruction(Token first) {
        boolean isGuarded = first.is("@");
        Token opcode = first;
        if (isGuarded) {
            Token predicate = take();
            if (predicate.is("!")) {
                take();
            }
            opcode = take();
        }
        if (opcode.kind() != Kind.WORD) {
            throw error(opcode, "'%s' stands where an instruction should".formatted(opcode.text()));
        }
        int start = opcode.start();
        int end = opcode.end();
        StringBuilder name = new StringBuilder(opcode.text());
        while (peek().kind() == Kind.DOTTED) {
            Token modifier = take();
            name.append(modifier.text());
            end = modifier.end();
        }
        return new Statement.Instruction(isGuarded, name.toString(), operands(opcode), start, end);
    }

    /** Takes all up to the next semicolon, and it; the braces of vectors and of initial values among it. */
    private List<Token> operands(Token statement) {
        List<Token> operands = new ArrayList<>();
        while (at < tokens.size()) {
            Token token = take();
            if (token.is(";")) {
                return operands;
            }
            operands.add(token);
        }
        throw error(statement, "'%s' has no ';' before the end of the file".formatted(statement.text()));
    }

    private void skipParentheses() {
        Token opening = take();
        while (!take().is(")")) {
            if (at == tokens.size()) {
                throw error(opening, "'(' has no ')'");
            }
        }
    }

    private void skipBraces(Token opening) {
        int depth = 1;
        while (depth > 0) {
            if (at == tokens.size()) {
                throw error(opening, "'{' has no '}'");
            }
            Token token = take();
            depth += token.is("{") ? 1 : token.is("}") ? -1 : 0;
        }
    }

    private Token peek() {
        if (at == tokens.size()) {
            throw new InputException("%s: the file ends inside a function or directive".formatted(file));
        }
        return tokens.get(at);
    }

    private Token take() {
        Token token = peek();
        at++;
        return token;
    }

    private InputException error(Token where, String what) {
        return new InputException("%s:%d: %s".formatted(file, where.line(), what));
    }
}
