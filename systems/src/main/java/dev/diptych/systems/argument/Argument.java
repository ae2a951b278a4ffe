package dev.diptych.systems.argument;

import dev.diptych.model.hw.Place;
import dev.diptych.model.op.Bytes;
import dev.diptych.traces.NpyArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a user gives for one parameter of a kernel. */
public sealed interface Argument {
    /** A number, or a boolean. */
    record Scalar(ElementType type, long bits) implements Argument {
        /** Returns the value as a kernel reads it. */
        public Bytes contents() {
            ByteBuffer contents = ByteBuffer.allocate(type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
            type.put(contents, bits);
            return Bytes.copyOf(contents.flip());
        }
    }

    /** A structure that is passed by value. */
    record Structure(Bytes contents) implements Argument {}

    /** The address 0. */
    record NullPointer() implements Argument {}

    /**
     * The address of an array.
     *
     * @param place where it lies
     * @param shape elements along each dimension
     * @param output the file that it goes to after the run
     */
    record Buffer(
            Place place,
            ElementType type,
            List<Long> shape,
            Contents contents,
            @Nullable Path output) implements Argument {
        public Buffer {
            shape = List.copyOf(shape);
        }

        /** Returns the array as it lies in its output, or would. */
        public NpyArray asFile() {
            return new NpyArray(output == null ? Path.of("") : output, type.onDisk(), shape);
        }

        public long bytes() {
            return asFile().bytes();
        }

        public long count() {
            return asFile().count();
        }

        /** Returns whether the user wants to see what the kernel left in it. */
        public boolean isResult() {
            return output != null || contents instanceof Contents.Poison || contents instanceof Contents.Zeros;
        }

        /** Returns type and shape, such as {@code f32[64,128]}. */
        public String typeAndShape() {
            return type + shape.stream().map(Object::toString).collect(Collectors.joining(",", "[", "]"));
        }
    }

    /** What an array holds before the run. */
    sealed interface Contents {
        /** What a file holds. */
        record Given(NpyArray array) implements Contents {}

        /** Bytes that hardly ever are a result: all ones, which is NaN or -1. */
        record Poison() implements Contents {}

        /** A pure function of the address, which writes do not change; it takes no memory. */
        record Phantom() implements Contents {}

        /** What a kernel of module {@code fill} makes, each element from its index: see {@code fill.cu} for the formulas. */
        sealed interface Made extends Contents {}

        record Zeros() implements Made {}

        /** Random numbers: whole numbers of any bits, others uniform in [0, 1). */
        record Random(long seed) implements Made {}

        /** Random whole numbers from 0 to {@code bound - 1}. */
        record Below(long seed, long bound) implements Made {}

        /** {@code first + i * step}. */
        record Iota(long first, long step) implements Made {}

        /** The whole numbers below the length, a power of two, each once. */
        record Permutation(long seed) implements Made {}

        /** At each multiple of a stride the address of another, so that all of them form one ring, in random order. */
        record Ring(long seed, long strideBytes) implements Made {}

        /** Where the rows of a sparse matrix begin that has rows of very different length: {@code meanEntries} of a row on average. */
        record Csr(long seed, long meanEntries) implements Made {}
    }
}
