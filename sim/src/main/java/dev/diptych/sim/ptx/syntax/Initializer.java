package dev.diptych.sim.ptx.syntax;

import dev.diptych.sim.ptx.syntax.Token.Kind;
import dev.diptych.sim.ptx.syntax.Variable.Initial;
import dev.diptych.sim.ptx.syntax.Variable.Relocation;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The contents that a variable begins with (PTX ISA 9.0, section "Initializers"), and its size: an array whose first dimension is left open
 * has as many elements as they fill. Braces may be left out for inner dimensions, as in C.
 */
final class Initializer {
    private static final int MAX_BYTES = 1 << 26;

    private final Tokens tokens;
    private final Scope scope;
    private final Type type;
    private final List<Long> dimensions;
    private final ByteArrayOutputStream contents = new ByteArrayOutputStream();
    private final List<Relocation> relocations = new ArrayList<>();
    private long bytes;

    /** Makes one that is empty; elements of vectors of {@code width} are a dimension more. */
    Initializer(Tokens tokens, Scope scope, Type type, int width, List<Long> dimensions) {
        this.tokens = tokens;
        this.scope = scope;
        this.type = type;
        this.dimensions = new ArrayList<>(dimensions);
        if (width > 1) {
            this.dimensions.add((long) width);
        }
        this.bytes = stride(-1);
    }

    /** Returns the bytes of one element of a dimension, counted from 0: −1 is the whole. */
    private long stride(int dimension) {
        long stride = type.bytes();
        for (int i = dimension + 1; i < dimensions.size(); i++) {
            stride *= dimensions.get(i);
        }
        return stride;
    }

    /** Takes what follows the equals sign. */
    void read() {
        Token first = tokens.peek();
        if (!tokens.takeIf("{")) {
            if (!dimensions.isEmpty()) {
                throw tokens.unexpected("'{'");
            }
            element(0);
            return;
        }
        if (dimensions.isEmpty()) {
            dimensions.add(1L);
        }
        long end = braces(0, 0, first);
        if (dimensions.get(0) == 0) {
            long whole = stride(0);
            bytes = (end + whole - 1) / whole * whole;
        }
    }

    /** Takes what is in braces, through the closing one, and returns where it ends. */
    private long braces(int dimension, long begin, Token open) {
        if (dimension >= dimensions.size()) {
            throw tokens.error(open, "braces are nested deeper than the array has dimensions");
        }
        long stride = stride(dimension);
        long limit = dimensions.get(dimension) == 0 ? Long.MAX_VALUE : stride * dimensions.get(dimension);
        long at = begin;
        if (tokens.takeIf("}")) {
            return at;
        }
        do {
            Token first = tokens.peek();
            if (at - begin >= limit) {
                throw tokens.error(
                        first, "more values than the array has elements, from %s on".formatted(first.description()));
            }
            if (tokens.takeIf("{")) {
                braces(dimension + 1, at, first);
                at += stride;
            } else {
                element(at);
                at += type.bytes();
            }
        } while (tokens.takeIf(","));
        tokens.expect("}");
        return at;
    }

    private void element(long at) {
        Token first = tokens.peek();
        if (at > MAX_BYTES) {
            throw tokens.error(first, "an initializer of more than %d bytes is not supported".formatted(MAX_BYTES));
        }
        while (contents.size() < at) {
            contents.write(0);
        }
        long bits = 0;
        if (first.kind() == Kind.WORD && !first.is("WARP_SZ")) {
            relocations.add(address(at, type.bytes()));
        } else if (first.kind() == Kind.NUMBER && tokens.peek(1).is("(")) {
            byteOfAddress(at);
        } else {
            bits = bits(first, Constants.expression(tokens));
        }
        for (int i = 0; i < type.bytes(); i++) {
            contents.write(i < Long.BYTES ? (int) (bits >>> (Byte.SIZE * i)) : 0);
        }
    }

    /**
     * Takes one byte of an address, {@code 0xFF00(symbol)} for the second: how nvcc writes a pointer in a packed structure. Those that follow
     * one another become one address.
     */
    private void byteOfAddress(long at) {
        Token mask = tokens.take();
        long bits = Constants.literal(tokens, mask) instanceof Operand.Int whole ? whole.value() : 0;
        int index = Long.numberOfTrailingZeros(bits) / Byte.SIZE;
        tokens.expect("(");
        Relocation part = address(at, 1);
        tokens.expect(")");
        if (bits != 0xFFL << (Byte.SIZE * index) || type.bytes() != 1) {
            throw tokens.error(mask, "%s(...) is no byte of an address".formatted(mask.text()));
        }
        Relocation whole = new Relocation(at - index, index + 1, part.symbol(), part.addend(), part.isGeneric());
        if (index > 0) {
            Relocation before = relocations.isEmpty() ? part : relocations.remove(relocations.size() - 1);
            if (!before.equals(
                    new Relocation(whole.offset(), index, whole.symbol(), whole.addend(), whole.isGeneric()))) {
                throw tokens.error(mask, "%s(...) does not follow the byte before it".formatted(mask.text()));
            }
        }
        relocations.add(whole);
    }

    private Relocation address(long at, int size) {
        boolean isGeneric = tokens.peek().is("generic") && tokens.peek(1).is("(");
        if (isGeneric) {
            tokens.take();
            tokens.expect("(");
        }
        Token name = tokens.expect(Kind.WORD, "the name of a variable or function");
        Scope.Named named = scope.find(name.text());
        if (named == null || (named.kind() != Scope.Kind.VARIABLE && named.kind() != Scope.Kind.FUNCTION)) {
            throw tokens.error(name, "'%s' is not declared".formatted(name.text()));
        }
        long addend = Constants.offset(tokens);
        if (isGeneric) {
            tokens.expect(")");
            addend += Constants.offset(tokens);
        }
        return new Relocation(at, size, named.name(), addend, isGeneric);
    }

    private long bits(Token at, Operand value) {
        boolean isReal = type == Type.F32 || type == Type.F64;
        if (value instanceof Operand.Float real && (isReal || real.type().bytes() == type.bytes())) {
            return real.type() == type || !isReal ? real.bits() : converted(real);
        }
        if (value instanceof Operand.Int whole && (!isReal || whole.value() == 0)) {
            int size = Byte.SIZE * type.bytes();
            long beyond = size >= Long.SIZE ? 0 : whole.value() >> (size - 1);
            if (beyond != 0 && beyond != -1 && beyond != 1) {
                throw tokens.error(at, "%d does not fit into '.%s'".formatted(whole.value(), type));
            }
            return whole.value();
        }
        throw tokens.error(at, "%s is no value of '.%s'".formatted(at.description(), type));
    }

    private long converted(Operand.Float real) {
        return real.type() == Type.F64
                ? Float.floatToRawIntBits((float) Double.longBitsToDouble(real.bits()))
                : Double.doubleToRawLongBits(Float.intBitsToFloat((int) real.bits()));
    }

    /** Returns the size of the variable. */
    long bytes() {
        return bytes;
    }

    Initial initial() {
        return contents.size() == 0 ? Initial.NONE : new Initial(HexFormat.of().formatHex(contents.toByteArray()));
    }

    List<Relocation> relocations() {
        return relocations;
    }
}
