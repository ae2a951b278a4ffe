package dev.diptych.systems.argument;

import dev.diptych.model.InputException;
import dev.diptych.systems.argument.Argument.Contents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Arrays whose contents follow from a few numbers: {@code KIND:TYPE[SHAPE]:NUMBER:NUMBER}, and perhaps {@code >OUT.npy}. */
enum MadeArray {
    RANDOM("SEED", 1) {
        @Override
        Contents contents(Argument.Buffer array, List<Long> numbers) {
            return new Contents.Random(numbers.get(0));
        }
    },
    BELOW("SEED:BOUND", 2) {
        @Override
        Contents contents(Argument.Buffer array, List<Long> numbers) {
            checkWhole(array);
            long bound = numbers.get(1);
            require(bound >= 1 && bound - 1 <= largest(array), "BOUND should be 1 to what the type holds");
            return new Contents.Below(numbers.get(0), bound);
        }
    },
    IOTA("FIRST:STEP, or neither", 2) {
        @Override
        Contents contents(Argument.Buffer array, List<Long> numbers) {
            checkWhole(array);
            return numbers.isEmpty() ? new Contents.Iota(0, 1) : new Contents.Iota(numbers.get(0), numbers.get(1));
        }
    },
    PERMUTATION("SEED", 1) {
        @Override
        Contents contents(Argument.Buffer array, List<Long> numbers) {
            checkWhole(array);
            require(isPowerOfTwo(array.count()), "the length should be a power of two");
            require(array.count() - 1 <= largest(array), "the type should hold every number below the length");
            return new Contents.Permutation(numbers.get(0));
        }
    },
    RING("SEED:STRIDE", 2) {
        @Override
        Contents contents(Argument.Buffer array, List<Long> numbers) {
            require(array.type() == ElementType.U64, "a ring holds addresses and should be of u64");
            long strideBytes = numbers.get(1);
            require(
                    isPowerOfTwo(strideBytes) && strideBytes >= Long.BYTES,
                    "STRIDE should be a power of two from 8 on");
            require(
                    array.bytes() % strideBytes == 0 && isPowerOfTwo(array.bytes() / strideBytes),
                    "the array should be a power of two of strides long");
            return new Contents.Ring(numbers.get(0), strideBytes);
        }
    },
    CSR("SEED:MEAN", 2) {
        @Override
        Contents contents(Argument.Buffer array, List<Long> numbers) {
            checkWhole(array);
            long meanEntries = numbers.get(1);
            require(
                    isPowerOfTwo(meanEntries) && meanEntries >= 2 && meanEntries <= MOST_MEAN_ENTRIES,
                    "MEAN should be a power of two from 2 to " + MOST_MEAN_ENTRIES);
            require(
                    array.count() + Fills.CSR_GROUP_ROWS <= largest(array) / meanEntries,
                    "the type should hold the number of entries");
            return new Contents.Csr(numbers.get(0), meanEntries);
        }
    };

    private static final long MOST_MEAN_ENTRIES = 1 << 20;

    private final String form;
    private final int count;

    MadeArray(String form, int count) {
        this.form = form;
        this.count = count;
    }

    abstract Contents contents(Argument.Buffer array, List<Long> numbers);

    /** Returns the array that the text after the kind describes. */
    Argument.Buffer parse(String value) {
        int arrow = value.indexOf('>');
        List<String> parts = Arrays.asList((arrow < 0 ? value : value.substring(0, arrow)).split(":", -1));
        boolean isShort = this == IOTA && parts.size() == 1;
        if (parts.size() != 1 + count && !isShort) {
            throw new InputException(
                    "should be %s:TYPE[SHAPE]:%s".formatted(name().toLowerCase(java.util.Locale.ROOT), form));
        }
        List<Long> numbers = new ArrayList<>();
        for (String part : parts.subList(1, parts.size())) {
            numbers.add(Numbers.parse(part, ElementType.I64));
        }
        String output = arrow < 0 ? "" : value.substring(arrow);
        Argument.Buffer array = ArgumentParser.array(parts.get(0) + output, new Contents.Zeros());
        return new Argument.Buffer(
                array.place(), array.type(), array.shape(), contents(array, numbers), array.output());
    }

    private static void checkWhole(Argument.Buffer array) {
        boolean isWhole = switch (array.type()) {
            case I32, U32, I64, U64 -> true;
            default -> false;
        };
        require(isWhole, "%s should be one of i32, u32, i64, u64".formatted(array.type()));
    }

    private static long largest(Argument.Buffer array) {
        return switch (array.type()) {
            case I32 -> Integer.MAX_VALUE;
            case U32 -> 0xFFFFFFFFL;
            default -> Long.MAX_VALUE;
        };
    }

    private static boolean isPowerOfTwo(long number) {
        return Long.bitCount(number) == 1 && number > 0;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new InputException(otherwise);
        }
    }
}
