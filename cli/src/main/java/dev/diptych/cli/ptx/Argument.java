package dev.diptych.cli.ptx;

import dev.diptych.model.op.Bytes;
import dev.diptych.traces.NpyArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the command line gives for one parameter of a kernel. */
public sealed interface Argument {
    /** A number, or a boolean. */
    record Scalar(ElementType type, long bits) implements Argument {
        /** Returns the value as a kernel reads it. */
        Bytes contents() {
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
     * The address of an array in the memory of the GPU.
     *
     * @param shape elements along each dimension
     * @param output the file that it goes to after the run
     */
    record Buffer(
            ElementType type,
            List<Long> shape,
            Contents contents,
            @Nullable Path output) implements Argument {
        public Buffer {
            shape = List.copyOf(shape);
        }

        /** Returns the array as it lies in its output, or would. */
        NpyArray asFile() {
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

        record Zeros() implements Contents {}

        /** Bytes that hardly ever are a result: all ones, which is NaN or -1. */
        record Poison() implements Contents {}

        record Random(long seed) implements Contents {}

        /** A pure function of the address, which writes do not change; it takes no memory. */
        record Phantom() implements Contents {}
    }
}
