package dev.diptych.real;

import dev.diptych.kernels.KernelEntry.Parameter;
import dev.diptych.kernels.KernelSignature;
import dev.diptych.model.InputException;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Slice;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Puts a launch's arguments into memory, each in {@value #SLOT_BYTES} bytes of its own, little-endian.
 *
 * <p>The last argument of a kernel that reports its blocks ({@link KernelSignature#reports}) is not the program's but the backend's.
 */
final class KernelArguments {
    static final int SLOT_BYTES = 8;

    private KernelArguments() {}

    /**
     * Checks that a program's arguments are what a kernel takes.
     *
     * @throws InputException naming kernel, position and what would be right
     */
    static void check(KernelSignature kernel, List<Arg> args) {
        int expected = kernel.parameters().size() - (kernel.reports() ? 1 : 0);
        if (args.size() != expected) {
            throw new InputException("kernel %s/%s takes %d arguments, but the launch has %d"
                    .formatted(kernel.module(), kernel.name(), expected, args.size()));
        }
        for (int i = 0; i < expected; i++) {
            Parameter parameter = kernel.parameters().get(i);
            String taken = taken(kernel, parameter);
            String given = kind(args.get(i));
            if (!taken.contains(given)) {
                throw new InputException("kernel %s/%s: argument %d ('%s', a %s) is %s, but was %s"
                        .formatted(
                                kernel.module(), kernel.name(), i, parameter.name(), parameter.type(), taken, given));
            }
        }
    }

    /**
     * Writes checked arguments from position 0 on.
     *
     * @param addressOf where a slice begins for the GPU
     */
    static void write(List<Arg> args, ToLongFunction<Slice> addressOf, ByteBuffer to) {
        for (int i = 0; i < args.size(); i++) {
            write(args.get(i), addressOf, to, i * SLOT_BYTES);
        }
    }

    private static void write(Arg arg, ToLongFunction<Slice> addressOf, ByteBuffer to, int at) {
        if (arg instanceof Arg.I32 scalar) {
            to.putInt(at, scalar.value());
        } else if (arg instanceof Arg.I64 scalar) {
            to.putLong(at, scalar.value());
        } else if (arg instanceof Arg.F32 scalar) {
            to.putFloat(at, scalar.value());
        } else if (arg instanceof Arg.F64 scalar) {
            to.putDouble(at, scalar.value());
        } else if (arg instanceof Arg.Address address) {
            to.putLong(at, addressOf.applyAsLong(address.slice()));
        } else {
            to.putLong(at, 0);
        }
    }

    /** Returns the kinds of argument that a parameter takes, in words that hold those of {@link #kind}. */
    private static String taken(KernelSignature kernel, Parameter parameter) {
        if (parameter.pointer()) {
            return "an Address or Null";
        }
        return switch (parameter.type()) {
            case "u32", "s32", "b32" -> "an I32";
            case "u64", "s64", "b64" -> kernel.marksPointers() ? "an I64" : "an I64, Address or Null";
            case "f32" -> "an F32";
            case "f64" -> "an F64";
            default -> "of a type that launches cannot pass";
        };
    }

    private static String kind(Arg arg) {
        return arg.getClass().getSimpleName();
    }
}
