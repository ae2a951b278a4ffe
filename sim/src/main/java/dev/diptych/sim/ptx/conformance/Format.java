package dev.diptych.sim.ptx.conformance;

/**
 * What the bits of an operand or a result mean: enough to draw values that matter and to say how far apart two are.
 *
 * <p>Values are {@code long} with the format's bits in its lower end and zeros above.
 */
enum Format {
    PREDICATE("pred", 1),
    /** Two predicates, the first in bit 0. */
    PREDICATE_PAIR("pred", 2),
    /** A carry or borrow: 0 or 1 in a register of 32 bits. */
    CARRY("b32", 1),
    /** A shift count, position or length, which mostly lies about the width of a register. */
    COUNT("b32", 32),
    /** A position inside 32 bits. */
    POSITION("b32", 5),
    /** Eight bits in a register of 32, whose other bits an operand ignores. */
    UNSIGNED_8("b32", 8),
    /** The same with a sign; as a result it is extended to the register. */
    SIGNED_8("b32", 8),
    /** Eight bits in a register of as many. */
    BITS_8("b8", 8),
    BITS_16("b16", 16),
    BITS_32("b32", 32),
    BITS_64("b64", 64),
    HALF("b16", 5, 10, 1),
    HALF_PAIR("b32", 5, 10, 2),
    BFLOAT("b16", 8, 7, 1),
    BFLOAT_PAIR("b32", 8, 7, 2),
    SINGLE("b32", 8, 23, 1),
    SINGLE_PAIR("b64", 8, 23, 2),
    DOUBLE("b64", 11, 52, 1);

    private final String register;
    private final int bits;
    private final int exponentBits;
    private final int mantissaBits;
    private final int parts;

    Format(String register, int bits) {
        this.register = register;
        this.bits = bits;
        this.exponentBits = 0;
        this.mantissaBits = 0;
        this.parts = 1;
    }

    Format(String register, int exponentBits, int mantissaBits, int parts) {
        this.register = register;
        this.bits = (1 + exponentBits + mantissaBits) * parts;
        this.exponentBits = exponentBits;
        this.mantissaBits = mantissaBits;
        this.parts = parts;
    }

    /** Returns the type of the register that holds it, without its dot. */
    String register() {
        return register;
    }

    /** Returns the type that it is loaded and stored as, without its dot. */
    String memory() {
        return isPredicate() ? "b32" : register;
    }

    /** Returns how many bytes it takes in memory. */
    int memoryBytes() {
        return Integer.parseInt(memory().substring(1)) / Byte.SIZE;
    }

    boolean isPredicate() {
        return this == PREDICATE || this == PREDICATE_PAIR;
    }

    boolean isFloating() {
        return mantissaBits > 0;
    }

    /** Returns how many bits mean something. */
    int bits() {
        return bits;
    }

    int exponentBits() {
        return exponentBits;
    }

    int mantissaBits() {
        return mantissaBits;
    }

    /** Returns of how many numbers side by side it consists. */
    int parts() {
        return parts;
    }

    /** Returns one of the numbers side by side, the lowest first. */
    long part(long value, int index) {
        int partBits = bits / parts;
        return value >>> (index * partBits) & mask(partBits);
    }

    /** Returns the bits that the format has of a value. */
    long masked(long value) {
        return value & mask(bits);
    }

    /** Returns the bits of the register that a result fills, as memory shows them. */
    long extended(long value) {
        return this == SIGNED_8 ? (byte) value & mask(Integer.SIZE) : masked(value);
    }

    /** Returns whether one part is not a number. */
    boolean isNan(long part) {
        long magnitude = part & mask(exponentBits + mantissaBits);
        return magnitude > infinity();
    }

    /** Returns whether one part is neither infinite nor not a number. */
    boolean isFinite(long part) {
        return (part & mask(exponentBits + mantissaBits)) < infinity();
    }

    /** Returns how many representable numbers one finite part is away from another; both zeros are one number. */
    long ulps(long part, long other) {
        return Math.abs(ordered(part) - ordered(other));
    }

    /** Returns one finite part as a number. */
    double value(long part) {
        long exponent = part >>> mantissaBits & mask(exponentBits);
        long fraction = part & mask(mantissaBits);
        long digits = exponent == 0 ? fraction : fraction | 1L << mantissaBits;
        double magnitude = Math.scalb((double) digits, (int) Math.max(exponent, 1) - bias() - mantissaBits);
        return (part >>> (exponentBits + mantissaBits) & 1) == 0 ? magnitude : -magnitude;
    }

    /** Returns how far apart the representable numbers about a finite one lie. */
    double ulp(double value) {
        return Math.scalb(1.0, Math.max(Math.getExponent(value), 1 - bias()) - mantissaBits);
    }

    /** Returns the smallest normal number. */
    double leastNormal() {
        return Math.scalb(1.0, 1 - bias());
    }

    private int bias() {
        return (int) mask(exponentBits - 1);
    }

    private long ordered(long part) {
        long magnitude = part & mask(exponentBits + mantissaBits);
        return magnitude == part ? magnitude : -magnitude;
    }

    private long infinity() {
        return mask(exponentBits) << mantissaBits;
    }

    static long mask(int count) {
        return count == Long.SIZE ? -1 : (1L << count) - 1;
    }
}
