package dev.diptych.sim.ptx.syntax;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names between two braces, or of a whole module, and what they stand for. Inner names hide outer ones. */
final class Scope {
    enum Kind {
        REGISTER,
        VARIABLE,
        FUNCTION,
        /** What branches go to. */
        LABEL,
        /** What {@code .branchtargets}, {@code .calltargets} and {@code .callprototype} are known by. */
        LIST
    }

    /**
     * What a name stands for.
     *
     * @param name which is unique in its function
     * @param type of a register
     * @param width elements of a register that is a vector, else 1
     */
    record Named(Kind kind, String name, @Nullable Type type, int width) {}

    private final @Nullable Scope outer;
    private final Set<String> used;
    private final Map<String, Named> names = new HashMap<>();

    private Scope(@Nullable Scope outer, Set<String> used) {
        this.outer = outer;
        this.used = used;
    }

    static Scope ofModule() {
        return new Scope(null, new HashSet<>());
    }

    /** Returns the scope of a function of this module, whose names need not differ from those of other functions. */
    Scope function() {
        return new Scope(this, new HashSet<>(names.keySet()));
    }

    /** Returns a scope inside this one, in the same function. */
    Scope nested() {
        return new Scope(this, used);
    }

    /** Returns what a name stands for here, {@code null} where it is unknown. */
    @Nullable
    Named find(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Named named = scope.names.get(name);
            if (named != null) {
                return named;
            }
        }
        return null;
    }

    /** Returns what a name stands for in this very scope. */
    @Nullable
    Named own(String name) {
        return names.get(name);
    }

    /** Declares a name under its own text, even where it hides another: for what other files know it by. */
    Named declareAsWritten(Tokens tokens, Token name, Kind kind) {
        return put(tokens, name, name.text(), new Named(kind, name.text(), null, 1));
    }

    Named declare(Tokens tokens, Token name, Kind kind) {
        return put(tokens, name, name.text(), new Named(kind, unique(name.text()), null, 1));
    }

    Named declareRegister(Tokens tokens, Token at, String name, Type type, int width) {
        return put(tokens, at, name, new Named(Kind.REGISTER, unique(name), type, width));
    }

    private Named put(Tokens tokens, Token at, String name, Named named) {
        if (names.putIfAbsent(name, named) != null) {
            throw tokens.error(at, "'%s' is declared a second time".formatted(name));
        }
        used.add(named.name());
        return named;
    }

    private String unique(String name) {
        String candidate = name;
        for (int i = 1; used.contains(candidate); i++) {
            candidate = name + "$" + i;
        }
        return candidate;
    }
}
