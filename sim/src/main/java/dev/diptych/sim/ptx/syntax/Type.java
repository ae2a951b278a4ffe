package dev.diptych.sim.ptx.syntax;

import java.util.Locale;

/** A fundamental or packed type of PTX (PTX ISA, section "Types"). Its name in PTX is {@link #toString()}. */
public enum Type {
    PRED(0),
    B8(1),
    B16(2),
    B32(4),
    B64(8),
    B128(16),
    U8(1),
    U16(2),
    U32(4),
    U64(8),
    S8(1),
    S16(2),
    S32(4),
    S64(8),
    F16(2),
    F16X2(4),
    BF16(2),
    BF16X2(4),
    F32(4),
    F32X2(8),
    F64(8),
    U16X2(4),
    S16X2(4),
    E4M3(1),
    E5M2(1),
    E4M3X2(2),
    E5M2X2(2),
    TF32(4);

    private final int bytes;

    Type(int bytes) {
        this.bytes = bytes;
    }

    /** Returns the size in memory; a predicate has none, 0. */
    public int bytes() {
        return bytes;
    }

    /** Returns whether the values are whole numbers with a sign. */
    public boolean isSigned() {
        return this == S8 || this == S16 || this == S32 || this == S64;
    }

    /** Returns the name without its dot, such as {@code f32}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether a modifier names a type. */
    public static boolean isType(String name) {
        for (Type type : values()) {
            if (type.toString().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the type of a name without its dot.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Type of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
