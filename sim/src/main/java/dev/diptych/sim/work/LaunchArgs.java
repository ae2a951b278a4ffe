package dev.diptych.sim.work;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.SmSpec;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Slice;
import java.util.List;

/** The arguments of a launch, read with the types and sizes that its kernel expects. */
final class LaunchArgs {
    private final String kernel;
    private final List<Arg> args;

    LaunchArgs(KernelWork kernel, Launch launch, int count) {
        this.kernel = kernel.name();
        this.args = launch.args();
        if (args.size() != count) {
            throw new InputException(
                    "launch of %s: it takes %d arguments, but has %d".formatted(this.kernel, count, args.size()));
        }
        if (launch.block().count() > SmSpec.BLOCK_THREADS) {
            throw new InputException("launch of %s: a block has at most %d threads, but is asked for %d"
                    .formatted(this.kernel, SmSpec.BLOCK_THREADS, launch.block().count()));
        }
    }

    /** Returns a 64-bit argument that counts something. */
    long count(int index, String name) {
        if (!(args.get(index) instanceof Arg.I64 found)) {
            throw wrong(index, name, "a 64-bit whole number");
        }
        return notNegative(index, name, found.value());
    }

    /** Returns a 32-bit argument that counts something. */
    int count32(int index, String name) {
        if (!(args.get(index) instanceof Arg.I32 found)) {
            throw wrong(index, name, "a 32-bit whole number");
        }
        return (int) notNegative(index, name, found.value());
    }

    /** Checks a 32-bit floating-point argument, whose value no count depends on. */
    void checkFloat(int index, String name) {
        if (!(args.get(index) instanceof Arg.F32)) {
            throw wrong(index, name, "a 32-bit floating-point number");
        }
    }

    /** Checks a 64-bit argument whose value no count depends on. */
    void checkWord(int index, String name) {
        if (!(args.get(index) instanceof Arg.I64)) {
            throw wrong(index, name, "a 64-bit word");
        }
    }

    /** Checks a pointer that may be null. */
    void checkOptionalAddress(int index, String name) {
        if (!(args.get(index) instanceof Arg.Address) && !(args.get(index) instanceof Arg.Null)) {
            throw wrong(index, name, "an address or null");
        }
    }

    /** Returns the {@code items * itemBytes} bytes that the kernel may touch behind a pointer. */
    Slice array(int index, String name, long items, int itemBytes, int alignment) {
        if (!(args.get(index) instanceof Arg.Address found)) {
            throw wrong(index, name, "an address");
        }
        Slice slice = found.slice();
        if (items > slice.bytes() / itemBytes) {
            throw new InputException("launch of %s: argument %d (%s) has %d bytes, but %d x %d are touched"
                    .formatted(kernel, index, name, slice.bytes(), items, itemBytes));
        }
        if (slice.offsetBytes() % alignment != 0) {
            throw new InputException("launch of %s: argument %d (%s) starts at byte %d, but needs an alignment of %d"
                    .formatted(kernel, index, name, slice.offsetBytes(), alignment));
        }
        return new Slice(slice.buffer(), slice.offsetBytes(), items * itemBytes);
    }

    private long notNegative(int index, String name, long value) {
        if (value < 0) {
            throw new InputException(
                    "launch of %s: argument %d (%s) is not negative, but is %d".formatted(kernel, index, name, value));
        }
        return value;
    }

    private InputException wrong(int index, String name, String expected) {
        return new InputException("launch of %s: argument %d (%s) should be %s, but is %s"
                .formatted(kernel, index, name, expected, args.get(index)));
    }
}
