package dev.diptych.traces;

import dev.diptych.model.InputException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An element type of a plain NumPy array; numbers are little-endian. Its name is {@link #toString()}. */
public enum NpyType {
    BOOL("|b1", 1),
    I8("|i1", 1),
    U8("|u1", 1),
    I16("<i2", 2),
    U16("<u2", 2),
    F16("<f2", 2),
    I32("<i4", 4),
    U32("<u4", 4),
    F32("<f4", 4),
    I64("<i8", 8),
    U64("<u8", 8),
    F64("<f8", 8);

    private final String code;
    private final int bytes;

    NpyType(String code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** Returns the size of an element. */
    public int bytes() {
        return bytes;
    }

    /** Returns the name in lower case, such as {@code f32}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the type as a header writes it, such as {@code '<f4'} with its quotes. */
    String elementType() {
        return "'" + code + "'";
    }

    /** Returns the type that a header of {@code file} announces. */
    static NpyType of(String elementType, Path file) {
        // The order of bytes means nothing for a single byte, and '=' is the order of the machine, a little-endian one.
        String announced = elementType.replaceFirst("^'=", "'<").replaceFirst("^'[<>](.)1'$", "'|$11'");
        for (NpyType type : values()) {
            if (type.elementType().equals(announced)) {
                return type;
            }
        }
        String known = Stream.of(values()).map(type -> type.code).collect(Collectors.joining(" "));
        throw new InputException("%s: its elements are %s; supported are %s%s"
                .formatted(
                        file,
                        NpyHeader.printable(elementType),
                        known,
                        elementType.startsWith("'>") ? " (save it as little-endian)" : ""));
    }
}
