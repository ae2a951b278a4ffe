package dev.diptych.sim.ptx.syntax;

import dev.diptych.sim.ptx.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Operands (PTX ISA 9.0, chapter "Instruction Operands"), their names looked up where they stand. */
final class OperandParser {
    private static final int MAX_DEPTH = 4;

    private final Tokens tokens;
    private final Scope scope;

    OperandParser(Tokens tokens, Scope scope) {
        this.tokens = tokens;
        this.scope = scope;
    }

    /** Takes the operands of an instruction, through its semicolon. */
    List<Operand> operands(String opcode) {
        List<Operand> operands = new ArrayList<>();
        if (tokens.takeIf(";")) {
            return operands;
        }
        boolean isCall = opcode.equals("call");
        boolean isBranch = opcode.equals("bra") || opcode.equals("brx");
        do {
            if (isCall && tokens.takeIf("(")) {
                operands.add(new Operand.Tuple(list(")", 0)));
            } else if (isBranch && tokens.peek().kind() == Kind.WORD && isNoLabel(tokens.peek())) {
                throw tokens.error(
                        tokens.peek(),
                        "label %s is not defined".formatted(tokens.peek().description()));
            } else {
                operands.add(operand(0));
            }
        } while (tokens.takeIf(","));
        if (!tokens.takeIf(";")) {
            throw tokens.unexpected("',' or ';'");
        }
        return operands;
    }

    private boolean isNoLabel(Token word) {
        Scope.Named named = scope.find(word.text());
        return named == null
                ? !word.text().startsWith("%")
                : named.kind() == Scope.Kind.VARIABLE || named.kind() == Scope.Kind.FUNCTION;
    }

    /** Takes a predicate with its {@code !}, if it has one. */
    Operand.Reg guard() {
        boolean isNegated = tokens.takeIf("!");
        Token name = tokens.expect(Kind.WORD, "a predicate");
        Scope.Named named = scope.find(name.text());
        if (named == null) {
            throw undeclared(name);
        }
        if (named.type() != Type.PRED) {
            throw tokens.error(name, "'%s' is no predicate".formatted(name.text()));
        }
        return new Operand.Reg(named.name(), isNegated);
    }

    private List<Operand> list(String close, int depth) {
        List<Operand> elements = new ArrayList<>();
        if (tokens.takeIf(close)) {
            return elements;
        }
        do {
            elements.add(operand(depth + 1));
        } while (tokens.takeIf(","));
        tokens.expect(close);
        return elements;
    }

    private Operand operand(int depth) {
        Token token = tokens.peek();
        if (depth > MAX_DEPTH) {
            throw tokens.error(token, "an operand is nested more than %d deep".formatted(MAX_DEPTH));
        }
        if (tokens.takeIf("{")) {
            return new Operand.Vector(list("}", depth));
        }
        if (tokens.takeIf("[")) {
            return address(depth);
        }
        if (token.is("!") && tokens.peek(1).kind() == Kind.WORD) {
            return guard();
        }
        if (token.kind() != Kind.WORD || token.is("WARP_SZ")) {
            if (!Constants.begins(token)) {
                throw tokens.unexpected("an operand");
            }
            return Constants.expression(tokens);
        }
        Operand first = named(tokens.take());
        return tokens.takeIf("|") ? new Operand.Pair(first, named(tokens.expect(Kind.WORD, "a register"))) : first;
    }

    private Operand address(int depth) {
        Token first = tokens.peek();
        Operand base = operand(depth + 1);
        Operand.Address address = new Operand.Address(base, 0);
        if (base instanceof Operand.Symbol symbol) {
            address = new Operand.Address(new Operand.Symbol(symbol.name(), 0), symbol.offset());
        } else if (base instanceof Operand.Reg) {
            address = new Operand.Address(base, Constants.offset(tokens));
        } else if (!(base instanceof Operand.Int)) {
            throw tokens.error(
                    first, "brackets begin with a register, a variable or a number, not " + first.description());
        }
        if (!tokens.takeIf(",")) {
            tokens.expect("]");
            return address;
        }
        List<Operand> elements = new ArrayList<>();
        elements.add(address.offset() == 0 ? address.base() : address);
        elements.addAll(list("]", depth));
        return new Operand.Address(new Operand.Vector(elements), 0);
    }

    private Operand named(Token word) {
        if (word.is("_")) {
            return new Operand.Sink();
        }
        Scope.Named named = scope.find(word.text());
        if (named == null) {
            return special(word);
        }
        return switch (named.kind()) {
            case REGISTER -> register(named);
            case VARIABLE, FUNCTION -> new Operand.Symbol(named.name(), Constants.offset(tokens));
            case LABEL, LIST -> new Operand.Symbol(named.name(), 0);
        };
    }

    private Operand register(Scope.Named named) {
        if (named.width() == 1) {
            return new Operand.Reg(named.name(), false);
        }
        List<Operand> elements = new ArrayList<>();
        for (String component : SpecialRegisters.COMPONENTS.subList(0, named.width())) {
            elements.add(new Operand.Reg(named.name() + "." + component, false));
        }
        if (tokens.peek().kind() != Kind.DOTTED) {
            return new Operand.Vector(elements);
        }
        Token suffix = tokens.take();
        int index = SpecialRegisters.COMPONENTS.indexOf(SpecialRegisters.component(suffix.text()));
        if (index < 0 || index >= named.width()) {
            throw tokens.error(
                    suffix, "'%s' is no component of a vector of %d".formatted(suffix.text(), named.width()));
        }
        return elements.get(index);
    }

    private Operand special(Token word) {
        if (SpecialRegisters.isScalar(word.text())) {
            return new Operand.Special(word.text(), "");
        }
        if (!SpecialRegisters.isVector(word.text())) {
            throw undeclared(word);
        }
        Token suffix = tokens.expect(Kind.DOTTED, "a component of '%s' such as '.x'".formatted(word.text()));
        String component = SpecialRegisters.component(suffix.text());
        if (component.isEmpty()) {
            throw tokens.error(suffix, "'%s' is no component of '%s'".formatted(suffix.text(), word.text()));
        }
        return new Operand.Special(word.text(), component);
    }

    private RuntimeException undeclared(Token word) {
        return tokens.error(
                word,
                word.text().startsWith("%")
                        ? "register '%s' is neither declared nor a special register".formatted(word.text())
                        : "'%s' is not declared".formatted(word.text()));
    }
}
