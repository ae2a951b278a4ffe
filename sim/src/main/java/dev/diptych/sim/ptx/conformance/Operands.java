package dev.diptych.sim.ptx.conformance;

import dev.diptych.model.op.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The operands that an instruction is tried on: every pair of edges where there are two operands, draws of edges where there are more, and
 * random values. One operand of up to 16 bits takes every value that it has.
 */
final class Operands {
    /** A multiple of the threads of a block. */
    private static final int COUNT = 8192;

    private static final int EDGES = 2048;
    private static final int EVERY = 1 << 16;
    /** Odd, so that the lower bits of its multiples still take every value. */
    private static final long SCATTER = 0x9E3779B1L;

    private final List<Format> formats;
    private final long[][] values;

    Operands(List<Format> formats) {
        this.formats = List.copyOf(formats);
        int count = isExhaustive() ? EVERY : COUNT;
        values = new long[formats.size()][count];
        List<Draws> draws = new ArrayList<>();
        for (int i = 0; i < formats.size(); i++) {
            draws.add(new Draws(formats.get(i), i));
        }
        for (int index = 0; index < count; index++) {
            draw(draws, index);
        }
    }

    private boolean isExhaustive() {
        return formats.size() == 1
                && formats.get(0).bits() <= Short.SIZE
                && !formats.get(0).isPredicate();
    }

    private void draw(List<Draws> draws, int index) {
        if (isExhaustive()) {
            // A register that is wider than the format holds other bits above it, which are to be ignored.
            boolean isWider = formats.get(0).memoryBytes() > Short.BYTES;
            values[0][index] = isWider ? index * SCATTER & Format.mask(32) : index;
            return;
        }
        int pairs = draws.size() == 2
                ? draws.get(0).specials().size() * draws.get(1).specials().size()
                : 0;
        for (int i = 0; i < draws.size(); i++) {
            values[i][index] = value(draws, i, index, pairs);
        }
    }

    private long value(List<Draws> draws, int operand, int index, int pairs) {
        Draws own = draws.get(operand);
        List<Long> specials = own.specials();
        if (index < pairs) {
            int others = draws.get(0).specials().size();
            return specials.get(operand == 0 ? index % others : index / others);
        }
        if (draws.size() == 1 && index < specials.size()) {
            return specials.get(index);
        }
        if (draws.size() > 2 && index < EDGES) {
            return own.special(index);
        }
        boolean isNearFirst = operand > 0 && index % 8 == 7 && formats.get(operand) == formats.get(0);
        return isNearFirst ? own.near(values[0][index], index) : own.random(index);
    }

    int count() {
        return values.length == 0 ? COUNT : values[0].length;
    }

    /** Returns an operand of one thread, as it lies in memory. */
    long at(int operand, int index) {
        return values[operand][index];
    }

    /** Returns one operand of all threads, as a kernel loads it. */
    Bytes bytes(int operand) {
        int width = formats.get(operand).memoryBytes();
        ByteBuffer buffer = ByteBuffer.allocate(count() * width).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values[operand]) {
            switch (width) {
                case Byte.BYTES -> buffer.put((byte) value);
                case Short.BYTES -> buffer.putShort((short) value);
                case Integer.BYTES -> buffer.putInt((int) value);
                default -> buffer.putLong(value);
            }
        }
        return Bytes.copyOf(buffer.flip());
    }
}
