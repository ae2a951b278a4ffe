package dev.diptych.sim.ptx.exec.matrix;

import dev.diptych.sim.ptx.arith.Bfloat;
import dev.diptych.sim.ptx.arith.Half;

/** The type of a matrix's elements. Those narrower than a register are packed, the first one in the least significant bits. */
public enum Element {
    F16(16),
    BF16(16),
    /** The upper 19 bits of an {@code f32}; the others are ignored. */
    TF32(32),
    E4M3(8),
    E5M2(8),
    F32(32),
    F64(64),
    S8(8),
    U8(8),
    S4(4),
    U4(4),
    S32(32),
    B1(1);

    private static final int TF32_BITS = 0xFFFFE000;
    private static final int F32_NAN = 0x7FFFFFFF;
    private static final int E4M3_NAN = 0x7F;

    private final int bits;

    Element(int bits) {
        this.bits = bits;
    }

    public int bits() {
        return bits;
    }

    /** Returns how many of them a register holds. */
    public int perRegister() {
        return Math.max(1, Integer.SIZE / bits);
    }

    /** Returns whether the values are whole numbers. */
    public boolean isWhole() {
        return switch (this) {
            case S8, U8, S4, U4, S32 -> true;
            default -> false;
        };
    }

    /**
     * Unpacks words.
     *
     * @param places of the elements, in the order in which they lie in the words
     * @param matrix that takes their values, which are exact
     */
    void unpack(int[] words, int[] places, double[] matrix) {
        int perRegister = perRegister();
        int spare = Integer.SIZE - bits;
        // One loop a type: the choice inside it would take longer than the rest.
        switch (this) {
            case F16 -> {
                for (int i = 0; i < words.length; i++) {
                    matrix[places[2 * i]] = Half.toFloat(words[i]);
                    matrix[places[2 * i + 1]] = Half.toFloat(words[i] >>> Short.SIZE);
                }
            }
            case BF16 -> {
                for (int i = 0; i < words.length; i++) {
                    matrix[places[2 * i]] = Bfloat.toFloat(words[i]);
                    matrix[places[2 * i + 1]] = Bfloat.toFloat(words[i] >>> Short.SIZE);
                }
            }
            case TF32 -> {
                for (int i = 0; i < words.length; i++) {
                    matrix[places[i]] = Float.intBitsToFloat(words[i] & TF32_BITS);
                }
            }
            case F32 -> {
                for (int i = 0; i < words.length; i++) {
                    matrix[places[i]] = Float.intBitsToFloat(words[i]);
                }
            }
            case S8, S4 -> {
                for (int i = 0; i < words.length; i++) {
                    for (int j = 0; j < perRegister; j++) {
                        matrix[places[i * perRegister + j]] = words[i] << (spare - j * bits) >> spare;
                    }
                }
            }
            case U8, U4 -> {
                for (int i = 0; i < words.length; i++) {
                    for (int j = 0; j < perRegister; j++) {
                        matrix[places[i * perRegister + j]] = words[i] << (spare - j * bits) >>> spare;
                    }
                }
            }
            case E4M3, E5M2 -> {
                for (int i = 0; i < words.length; i++) {
                    for (int j = 0; j < perRegister; j++) {
                        int narrow = words[i] >>> (j * bits);
                        matrix[places[i * perRegister + j]] =
                                this == E4M3 ? e4m3(narrow) : Half.toFloat(narrow << Byte.SIZE);
                    }
                }
            }
            default -> throw new IllegalStateException(this + " is no factor of up to 32 bits");
        }
    }

    /** With its bits moved to where a half has them, it is 2^8 too small, the difference of the biases. */
    private static double e4m3(int word) {
        int magnitude = word & E4M3_NAN;
        if (magnitude == E4M3_NAN) {
            return Double.NaN;
        }
        return Half.toFloat((word & 0x80) << 8 | magnitude << 7) * 0x1p8;
    }

    /** Returns the bits of the nearest value, ties to even; every NaN becomes the canonical one. */
    int bitsOf(double value) {
        return switch (this) {
            case F16 -> Half.of(value);
            case F32 -> Double.isNaN(value) ? F32_NAN : Float.floatToRawIntBits((float) value);
            default -> throw new IllegalStateException("no sum is rounded to " + this);
        };
    }
}
