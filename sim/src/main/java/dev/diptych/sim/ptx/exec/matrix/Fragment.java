package dev.diptych.sim.ptx.exec.matrix;

import dev.diptych.sim.ptx.exec.Access;
import dev.diptych.sim.ptx.exec.Source;
import dev.diptych.sim.ptx.exec.Warp;
import java.util.Arrays;
import java.util.List;

/**
 * A matrix in the registers of a warp.
 *
 * @param registers 64-bit ones for {@link Element#F64}, 32-bit ones or constants for all others; more than the layout has hold the same again
 */
public record Fragment(Layout layout, Element element, List<Source> registers) {
    public Fragment {
        registers = List.copyOf(registers);
    }

    private int size() {
        return layout.rows() * layout.columns();
    }

    /** Returns the registers, lane by lane, without those that repeat. */
    private int[] words(Warp warp) {
        int[] words = new int[layout.registers() * Warp.LANES];
        for (int r = 0; r < layout.registers(); r++) {
            Source source = registers.get(r);
            if (source.register() >= 0) {
                System.arraycopy(warp.ints, source.register() * Warp.LANES, words, r * Warp.LANES, Warp.LANES);
            } else {
                Arrays.fill(words, r * Warp.LANES, (r + 1) * Warp.LANES, source.constant());
            }
        }
        return words;
    }

    /** Returns the matrix, row by row. */
    double[] reals(Warp warp) {
        double[] matrix = new double[size()];
        element.unpack(words(warp), layout.places(), matrix);
        return matrix;
    }

    /** Returns the matrix of elements of 32 bits, row by row. */
    int[] wholes(Warp warp) {
        int[] matrix = new int[size()];
        int[] words = words(warp);
        int[] places = layout.places();
        for (int i = 0; i < words.length; i++) {
            matrix[places[i]] = words[i];
        }
        return matrix;
    }

    /** Returns the matrix of {@code f64}, row by row. */
    double[] doubles(Warp warp) {
        double[] matrix = new double[size()];
        int[] places = layout.places();
        for (int i = 0; i < places.length; i++) {
            matrix[places[i]] = Double.longBitsToDouble(warp.longs[index(i)]);
        }
        return matrix;
    }

    /** Returns where the warp has a word of those that do not repeat. */
    private int index(int word) {
        return registers.get(word / Warp.LANES).register() * Warp.LANES + word % Warp.LANES;
    }

    /** Sets the registers to a matrix given row by row, each element rounded to the nearest. */
    void setReals(Warp warp, double[] matrix) {
        int perRegister = layout.perRegister();
        int[] places = layout.places();
        int[] words = new int[places.length / perRegister];
        if (perRegister == 1) {
            for (int i = 0; i < words.length; i++) {
                words[i] = element.bitsOf(matrix[places[i]]);
            }
        } else {
            for (int i = 0; i < words.length; i++) {
                words[i] =
                        element.bitsOf(matrix[places[2 * i]]) | element.bitsOf(matrix[places[2 * i + 1]]) << Short.SIZE;
            }
        }
        setWords(warp, words);
    }

    /** Sets the registers to a matrix of 32-bit numbers given row by row. */
    void setWholes(Warp warp, int[] matrix) {
        int[] places = layout.places();
        int[] words = new int[places.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = matrix[places[i]];
        }
        setWords(warp, words);
    }

    private void setWords(Warp warp, int[] words) {
        for (int r = 0; r < registers.size(); r++) {
            int from = r % layout.registers() * Warp.LANES;
            System.arraycopy(words, from, warp.ints, registers.get(r).register() * Warp.LANES, Warp.LANES);
        }
    }

    /** Sets the registers to a matrix of {@code f64} given row by row. */
    void setDoubles(Warp warp, double[] matrix) {
        int[] places = layout.places();
        for (int i = 0; i < places.length; i++) {
            warp.longs[index(i)] = Double.doubleToRawLongBits(matrix[places[i]]);
        }
    }

    /** Sets the registers to what they hold as bytes: lane by lane, a lane's registers one after the other. */
    void setBytes(Warp warp, byte[] bytes) {
        int[] words = new int[element == Element.F64 ? 0 : layout.registers() * Warp.LANES];
        for (int i = 0; i < layout.registers() * Warp.LANES; i++) {
            int at = i % Warp.LANES * layout.registers() + i / Warp.LANES;
            if (element == Element.F64) {
                warp.longs[index(i)] = Access.load64(bytes, at * Long.BYTES);
            } else {
                words[i] = Access.load32(bytes, at * Integer.BYTES);
            }
        }
        if (element != Element.F64) {
            setWords(warp, words);
        }
    }

    /** Returns what the registers hold as bytes, in the same order. */
    byte[] bytes(Warp warp) {
        boolean isWide = element == Element.F64;
        byte[] bytes = new byte[layout.registers() * Warp.LANES * (isWide ? Long.BYTES : Integer.BYTES)];
        int[] words = isWide ? new int[0] : words(warp);
        for (int i = 0; i < layout.registers() * Warp.LANES; i++) {
            int at = i % Warp.LANES * layout.registers() + i / Warp.LANES;
            if (isWide) {
                Access.store64(bytes, at * Long.BYTES, warp.longs[index(i)]);
            } else {
                Access.store32(bytes, at * Integer.BYTES, words[i]);
            }
        }
        return bytes;
    }
}
