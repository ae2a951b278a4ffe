package dev.diptych.sim.ptx.syntax;

import dev.diptych.sim.ptx.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Declarations of variables and parameters (PTX ISA 9.0, sections "Variables" and "Kernel Function Parameters"). */
final class VariableParser {
    private static final int MAX_ALIGNMENT = 1 << 20;
    private static final Set<String> SPACES = Set.of(".global", ".shared", ".local", ".const", ".param");

    private final Tokens tokens;
    private final Scope scope;

    VariableParser(Tokens tokens, Scope scope) {
        this.tokens = tokens;
        this.scope = scope;
    }

    /** What stands before the names; {@code width} is 1, 2, 4 or 8 elements of a vector. */
    private record Shape(Type type, int width, int alignment) {}

    static boolean isSpace(Token token) {
        return token.kind() == Kind.DOTTED && SPACES.contains(token.text());
    }

    /** Takes a space that {@link #isSpace} found. */
    static Space space(Tokens tokens) {
        return Space.valueOf(tokens.take().text().substring(1).toUpperCase(Locale.ROOT));
    }

    /** Takes what follows the space of a declaration, through its semicolon. */
    List<Variable> declarations(Space space, boolean isExternal) {
        Shape shape = shape();
        List<Variable> variables = new ArrayList<>();
        do {
            Token name = tokens.expect(Kind.WORD, "the name of a variable");
            Scope.Named named = scope.declare(tokens, name, Scope.Kind.VARIABLE);
            variables.add(variable(space, shape, name, named, isExternal));
        } while (tokens.takeIf(","));
        if (!tokens.takeIf(";")) {
            throw tokens.unexpected("',' or ';'");
        }
        return variables;
    }

    /** Takes what follows {@code .param} in a list of parameters. */
    Variable parameter() {
        Shape shape = shape();
        Token name = tokens.expect(Kind.WORD, "the name of a parameter");
        Scope.Named named = scope.declareAsWritten(tokens, name, Scope.Kind.VARIABLE);
        return variable(Space.PARAM, shape, name, named, false);
    }

    private Shape shape() {
        Type type = null;
        int width = 1;
        int alignment = 0;
        while (tokens.peek().kind() == Kind.DOTTED) {
            Token token = tokens.take();
            switch (token.text()) {
                case ".align" -> alignment = alignment();
                case ".attribute" -> {
                    tokens.expect("(");
                    tokens.skipPast("(", ")");
                }
                case ".v2", ".v4", ".v8" -> width = token.text().charAt(2) - '0';
                // What the parameter points to has no meaning for what the kernel computes.
                case ".ptr" -> skipPointee();
                default -> type = type(token, type);
            }
        }
        if (type == null) {
            throw tokens.unexpected("a type");
        }
        return new Shape(type, width, alignment == 0 ? type.bytes() * width : alignment);
    }

    private int alignment() {
        Token token = tokens.peek();
        int alignment = (int) tokens.number("an alignment", 1, MAX_ALIGNMENT);
        if (Integer.bitCount(alignment) != 1) {
            throw tokens.error(token, "an alignment is a power of two, not %d".formatted(alignment));
        }
        return alignment;
    }

    private void skipPointee() {
        if (isSpace(tokens.peek())) {
            tokens.take();
        }
        if (tokens.takeIf(".align")) {
            alignment();
        }
    }

    private Type type(Token token, @Nullable Type before) {
        String name = token.text().substring(1);
        if (!Type.isType(name) || Type.of(name) == Type.PRED) {
            throw tokens.error(token, "'%s' is no type of a variable".formatted(token.text()));
        }
        if (before != null) {
            throw tokens.error(token, "a second type '%s' follows '.%s'".formatted(token.text(), before));
        }
        return Type.of(name);
    }

    private Variable variable(Space space, Shape shape, Token name, Scope.Named named, boolean isExternal) {
        List<Long> dimensions = dimensions(name, shape);
        Initializer contents = new Initializer(tokens, scope, shape.type, shape.width, dimensions);
        if (tokens.takeIf("=")) {
            contents.read();
        }
        return new Variable(
                space,
                shape.type,
                named.name(),
                contents.bytes(),
                shape.alignment,
                contents.initial(),
                contents.relocations(),
                isExternal,
                name.line());
    }

    /** Returns the elements of each dimension of an array, 0 for one that is left open. */
    private List<Long> dimensions(Token name, Shape shape) {
        List<Long> dimensions = new ArrayList<>();
        long bytes = (long) shape.type.bytes() * shape.width;
        while (tokens.takeIf("[")) {
            Token token = tokens.peek();
            boolean isOpen = token.is("]") && dimensions.isEmpty();
            long count = isOpen ? 0 : Constants.whole(tokens, "the size of an array");
            tokens.expect("]");
            // A first dimension of 0 is what other compilers write for one that is left open.
            if (count < (dimensions.isEmpty() ? 0 : 1)) {
                throw tokens.error(token, "dimension %d of '%s' is no size".formatted(count, name.text()));
            }
            if (Math.multiplyHigh(bytes, Math.max(1, count)) != 0 || bytes * Math.max(1, count) < 0) {
                throw tokens.error(token, "array '%s' has more than 2^63 bytes".formatted(name.text()));
            }
            bytes *= Math.max(1, count);
            dimensions.add(count);
        }
        return dimensions;
    }
}
