package dev.diptych.sim.machine;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Slice;
import dev.diptych.model.random.Philox;
import dev.diptych.sim.ptx.memory.Words;
import org.jspecify.annotations.Nullable;

/**
 * What launches of {@code fill.cu} and {@code philox_fill} leave, word by word: a run that looks at little of a large array need not make all of
 * it. Elements are those of the kernels' own definitions; a test holds them against the PTX.
 */
final class FilledArrays {
    private static final int ELEMENTS = 0;
    private static final int PERMUTATION = 1;
    private static final int DRAW_WORDS = 4;

    private FilledArrays() {}

    /** What the elements of an array hold. */
    private interface Elements {
        long at(long index);
    }

    /** Returns the whole buffer that a launch fills with words that are known here, or null when it does anything else. */
    static @Nullable Slice filled(Launch launch) {
        String kernel = launch.kernel().module() + "/" + launch.kernel().entry();
        int elementBytes = switch (kernel) {
            case "philox/philox_fill" -> Integer.BYTES;
            case "fill/fill_zeros" -> 1;
            case "fill/fill_random" -> randomBytes(launch);
            case "fill/fill_below", "fill/fill_iota" -> word(launch, 4);
            case "fill/fill_permutation" -> word(launch, 3);
            case "fill/fill_ring" -> Math.toIntExact(Math.min(Integer.MAX_VALUE, number(launch, 3)));
            default -> 0;
        };
        if (elementBytes == 0 || !(launch.args().get(0) instanceof Arg.Address address)) {
            return null;
        }
        Slice slice = address.slice();
        boolean isWhole = slice.equals(slice.buffer().all())
                && slice.bytes() % Integer.BYTES == 0
                && number(launch, 1) * elementBytes == slice.bytes();
        return isWhole ? slice : null;
    }

    /** Returns the size of elements of 4 or 8 bytes, else 0. */
    private static int randomBytes(Launch launch) {
        return switch (word(launch, 3)) {
            case 2, 7 -> Integer.BYTES;
            case 3, 8 -> Long.BYTES;
            default -> 0;
        };
    }

    /**
     * Returns the words of the array.
     *
     * @param launch for which {@link #filled} found one
     * @param address where the array begins
     */
    static Words words(Launch launch, long address) {
        return switch (launch.kernel().entry()) {
            case "philox_fill" -> stream(number(launch, 2));
            case "fill_zeros" -> index -> 0;
            case "fill_random" -> {
                long seed = number(launch, 2);
                yield switch (word(launch, 3)) {
                    case 2 -> words(Integer.BYTES, i -> Philox.bits64(seed, ELEMENTS, i) >>> 32);
                    case 3 -> words(Long.BYTES, i -> Philox.bits64(seed, ELEMENTS, i));
                    case 7 ->
                        words(
                                Integer.BYTES,
                                i -> Float.floatToRawIntBits((Philox.bits64(seed, ELEMENTS, i) >>> 40) * 0x1p-24f));
                    default ->
                        words(
                                Long.BYTES,
                                i -> Double.doubleToRawLongBits((Philox.bits64(seed, ELEMENTS, i) >>> 11) * 0x1p-53));
                };
            }
            case "fill_below" -> {
                long seed = number(launch, 2);
                long bound = number(launch, 3);
                yield words(word(launch, 4), i -> Philox.below(bound, seed, ELEMENTS, i));
            }
            case "fill_iota" -> {
                long first = number(launch, 2);
                long step = number(launch, 3);
                yield words(word(launch, 4), i -> first + i * step);
            }
            case "fill_permutation" -> {
                Permutation permutation = new Permutation(number(launch, 1), number(launch, 2));
                yield words(word(launch, 3), permutation::of);
            }
            default -> ring(launch, address);
        };
    }

    private static Words ring(Launch launch, long address) {
        long nodes = number(launch, 1);
        Permutation permutation = new Permutation(nodes, number(launch, 2));
        long strideBytes = number(launch, 3);
        long strideElements = strideBytes / Long.BYTES;
        // Between the nodes, where the kernel writes nothing, there is nothing to read.
        return words(
                Long.BYTES,
                i -> i % strideElements != 0
                        ? 0
                        : address
                                + permutation.of((permutation.indexOf(i / strideElements) + 1) & (nodes - 1))
                                        * strideBytes);
    }

    private static Words stream(long seed) {
        int[] drawn = new int[DRAW_WORDS];
        long[] at = {-1};
        return index -> {
            long draw = index / DRAW_WORDS;
            if (draw != at[0]) {
                // Neighbours are read together.
                Philox.block((int) draw, (int) (draw >>> 32), 0, 0, (int) seed, (int) (seed >>> 32), drawn);
                at[0] = draw;
            }
            return drawn[(int) (index % DRAW_WORDS)];
        };
    }

    private static Words words(int elementBytes, Elements elements) {
        return elementBytes == Integer.BYTES
                ? index -> (int) elements.at(index)
                : index -> (int) (elements.at(index / 2) >>> (index % 2 * Integer.SIZE));
    }

    private static long number(Launch launch, int arg) {
        return arg < launch.args().size() && launch.args().get(arg) instanceof Arg.I64 number ? number.value() : 0;
    }

    private static int word(Launch launch, int arg) {
        return arg < launch.args().size() && launch.args().get(arg) instanceof Arg.I32 word ? word.value() : 0;
    }

    /** The permutation of {@code fill.cu}, and the way back. */
    private static final class Permutation {
        private static final int ROUNDS = 3;

        private final long mask;
        private final int shift;
        private final long[] factors = new long[ROUNDS];
        private final long[] inverses = new long[ROUNDS];
        private final long[] summands = new long[ROUNDS];

        Permutation(long length, long seed) {
            this.mask = length - 1;
            this.shift = (Long.bitCount(mask) + 1) / 2;
            for (int round = 0; round < ROUNDS; round++) {
                factors[round] = Philox.bits64(seed, PERMUTATION, 2L * round) | 1;
                inverses[round] = inverse(factors[round]);
                summands[round] = Philox.bits64(seed, PERMUTATION, 2L * round + 1);
            }
        }

        /** Newton's iteration: each step doubles the bits that are right, of which any odd number has three. */
        private static long inverse(long odd) {
            long inverse = odd;
            for (int rightBits = 3; rightBits < Long.SIZE; rightBits *= 2) {
                inverse *= 2 - odd * inverse;
            }
            return inverse;
        }

        long of(long index) {
            long x = index;
            for (int round = 0; round < ROUNDS; round++) {
                x = (x * factors[round] + summands[round]) & mask;
                x ^= x >>> shift;
            }
            return x;
        }

        long indexOf(long value) {
            long x = value;
            for (int round = ROUNDS - 1; round >= 0; round--) {
                // The upper half was left as it was.
                x ^= x >>> shift;
                x = ((x - summands[round]) * inverses[round]) & mask;
            }
            return x;
        }
    }
}
