package dev.diptych.systems.argument;

import dev.diptych.model.InputException;
import dev.diptych.traces.NpyType;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The type of a scalar argument or of an array's elements. A value is its bits, in the low end of a {@code long}. */
public enum ElementType {
    BOOL(NpyType.BOOL, Kind.BOOL),
    I8(NpyType.I8, Kind.SIGNED),
    U8(NpyType.U8, Kind.UNSIGNED),
    I16(NpyType.I16, Kind.SIGNED),
    U16(NpyType.U16, Kind.UNSIGNED),
    F16(NpyType.F16, Kind.FLOAT),
    /** NumPy has no such type: on disk it is the {@code u16} of its bits. */
    BF16(NpyType.U16, Kind.FLOAT),
    I32(NpyType.I32, Kind.SIGNED),
    U32(NpyType.U32, Kind.UNSIGNED),
    F32(NpyType.F32, Kind.FLOAT),
    I64(NpyType.I64, Kind.SIGNED),
    U64(NpyType.U64, Kind.UNSIGNED),
    F64(NpyType.F64, Kind.FLOAT);

    /** What the bits stand for. */
    public enum Kind {
        BOOL,
        SIGNED,
        UNSIGNED,
        FLOAT
    }

    private final NpyType onDisk;
    private final Kind kind;

    ElementType(NpyType onDisk, Kind kind) {
        this.onDisk = onDisk;
        this.kind = kind;
    }

    /** Returns the type of a name such as {@code f32}; the known ones are named when there is none. */
    public static ElementType of(String name) {
        for (ElementType type : values()) {
            if (type.toString().equals(name)) {
                return type;
            }
        }
        throw new InputException("no type is named '%s'; known: %s".formatted(name, names(" ")));
    }

    /** Returns the type of an array in a file; {@code u16} stays {@code u16}. */
    static ElementType of(NpyType type) {
        return valueOf(type.name());
    }

    static boolean isType(String name) {
        return Stream.of(values()).anyMatch(type -> type.toString().equals(name));
    }

    static String names(String delimiter) {
        return Stream.of(values()).map(ElementType::toString).collect(Collectors.joining(delimiter));
    }

    public Kind kind() {
        return kind;
    }

    public NpyType onDisk() {
        return onDisk;
    }

    /** Returns the size of an element. */
    public int bytes() {
        return onDisk.bytes();
    }

    int bits() {
        return Byte.SIZE * bytes();
    }

    /** Returns a floating-point type's value, exactly. */
    public double toDouble(long bits) {
        return switch (this) {
            case F16 -> NarrowFloat.F16.decode((int) bits);
            case BF16 -> NarrowFloat.BF16.decode((int) bits);
            case F32 -> Float.intBitsToFloat((int) bits);
            case F64 -> Double.longBitsToDouble(bits);
            default -> throw new IllegalStateException(this + " is no floating-point type");
        };
    }

    /** Returns the value of a whole number, or 0 or 1 of a boolean. */
    BigInteger toInteger(long bits) {
        int unused = Long.SIZE - bits();
        return switch (kind) {
            case BOOL -> bits == 0 ? BigInteger.ZERO : BigInteger.ONE;
            case SIGNED -> BigInteger.valueOf(bits << unused >> unused);
            case UNSIGNED -> new BigInteger(Long.toUnsignedString(bits << unused >>> unused));
            case FLOAT -> throw new IllegalStateException(this + " is no type of whole numbers");
        };
    }

    /**
     * Returns a random value, from 64 random bits of which the upper ones are used: any pattern of a whole number; of a floating-point type
     * a multiple of its spacing just below 1, uniform in [0, 1).
     */
    public long random(long bits64) {
        return switch (this) {
            case F16 -> NarrowFloat.F16.encode(unit(bits64, NarrowFloat.F16.fractionBits() + 1));
            case BF16 -> NarrowFloat.BF16.encode(unit(bits64, NarrowFloat.BF16.fractionBits() + 1));
            case F32 -> Float.floatToRawIntBits((float) unit(bits64, 24)) & 0xFFFFFFFFL;
            case F64 -> Double.doubleToRawLongBits(unit(bits64, 53));
            case BOOL -> bits64 >>> (Long.SIZE - 1);
            default -> bits64 >>> (Long.SIZE - bits());
        };
    }

    /** Appends a value to a buffer. */
    public void put(ByteBuffer to, long bits) {
        switch (bytes()) {
            case Byte.BYTES -> to.put((byte) bits);
            case Short.BYTES -> to.putShort((short) bits);
            case Integer.BYTES -> to.putInt((int) bits);
            case Long.BYTES -> to.putLong(bits);
            default -> throw new IllegalStateException("%s has %d bytes".formatted(this, bytes()));
        }
    }

    private static double unit(long bits64, int significantBits) {
        return Math.scalb((double) (bits64 >>> (Long.SIZE - significantBits)), -significantBits);
    }

    /** Returns the name, such as {@code f32}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
