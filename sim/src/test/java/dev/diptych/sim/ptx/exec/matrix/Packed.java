package dev.diptych.sim.ptx.exec.matrix;

import dev.diptych.sim.ptx.arith.Bfloat;
import dev.diptych.sim.ptx.arith.Half;
import java.util.SplittableRandom;

/** Matrices of elements in memory, and the exact values that they mean. */
final class Packed {
    private final Element element;
    private final byte[] bytes;

    Packed(Element element, int count) {
        this.element = element;
        this.bytes = new byte[(count * element.bits() + 7) / 8];
    }

    byte[] bytes() {
        return bytes;
    }

    /** Sets an element to a random one, and returns its value. Reals are whole multiples of 1/8, so that all their sums are exact. */
    double draw(SplittableRandom random, int index) {
        return switch (element) {
            case F16, BF16, F32, TF32, E4M3, E5M2, F64 -> {
                int limit = element == Element.E5M2 ? 4 : 8;
                double value = random.nextInt(-limit, limit + 1) / 8.0;
                set(index, value);
                yield value;
            }
            case B1 -> {
                int bit = random.nextInt(2);
                put(index, bit);
                yield bit;
            }
            case S8 -> whole(index, random.nextInt(-128, 128));
            case U8 -> whole(index, random.nextInt(256));
            case S4 -> whole(index, random.nextInt(-8, 8));
            case U4 -> whole(index, random.nextInt(16));
            case S32 -> whole(index, random.nextInt());
        };
    }

    private double whole(int index, int value) {
        put(index, value);
        return value;
    }

    private void set(int index, double value) {
        switch (element) {
            case F16 -> put(index, Half.of(value));
            case BF16 -> put(index, Bfloat.of(value));
            case F32 -> put(index, Float.floatToRawIntBits((float) value));
            // Of the low bits nothing may come through.
            case TF32 -> put(index, Float.floatToRawIntBits((float) value) | 0x1FFF);
            case F64 -> put(index, Double.doubleToRawLongBits(value));
            case E5M2 -> put(index, Half.of(value) >>> 8);
            // A half of a 2^8th has the same bits, one to the left.
            case E4M3 -> put(index, (Half.of(value) & 0x8000) >>> 8 | (Half.of(Math.abs(value) / 256) >>> 7));
            default -> throw new IllegalStateException(element.toString());
        }
    }

    private void put(int index, long bits) {
        for (int i = 0; i < element.bits(); i++) {
            int at = index * element.bits() + i;
            bytes[at / 8] |= (byte) ((bits >>> i & 1) << at % 8);
        }
    }

    /** Copies an element's bits to another matrix. */
    void copyTo(Packed other, int from, int to) {
        long bits = 0;
        for (int i = 0; i < element.bits(); i++) {
            int at = from * element.bits() + i;
            bits |= (long) (bytes[at / 8] >>> at % 8 & 1) << i;
        }
        other.put(to, bits);
    }
}
