package dev.diptych.systems.argument;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Write;
import dev.diptych.model.run.Host;
import dev.diptych.systems.argument.Argument.Contents;
import java.util.ArrayList;
import java.util.List;

/** Arguments as a host takes them, on any panel: arrays in buffers that it allocates, with the contents that they are to have. */
public final class HostArguments {
    private HostArguments() {}

    /**
     * Checks that a host can be given arguments.
     *
     * @param what the user gives them with, for messages
     * @throws InputException naming the position of one that it cannot be given
     */
    public static void check(String what, List<Argument> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String refusal = refusal(arguments.get(i));
            if (!refusal.isEmpty()) {
                throw new InputException("%s %d: %s".formatted(what, i + 1, refusal));
            }
        }
    }

    private static String refusal(Argument argument) {
        if (argument instanceof Argument.Buffer buffer) {
            if (buffer.output() != null || buffer.contents() instanceof Contents.Poison) {
                return "what a kernel leaves is not kept here; write zeros: without a file";
            }
            return buffer.contents() instanceof Contents.Phantom
                    ? "a phantom array takes no memory, which only the simulator's can"
                    : "";
        }
        if (argument instanceof Argument.Scalar scalar) {
            return switch (scalar.type()) {
                case I32, U32, I64, U64, F32, F64 -> "";
                default -> "a launch passes numbers of 4 or 8 bytes, and " + scalar.type() + " is none";
            };
        }
        return argument instanceof Argument.Structure ? "a launch passes no structures" : "";
    }

    /**
     * Checks that a platform has the places where arrays are to lie.
     *
     * @throws InputException naming the position of one whose place it has not
     */
    public static void checkPlaces(Platform platform, List<Argument> arguments) {
        int gpus = platform.gpus().size();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i) instanceof Argument.Buffer array
                    && array.place() instanceof Gpu gpu
                    && gpu.index() >= gpus) {
                throw new InputException("argument %d lies in the memory of %s, but platform '%s' has %d GPU(s)"
                        .formatted(i + 1, gpu, platform.name(), gpus));
            }
        }
    }

    /**
     * Allocates the arrays, submits what fills them, to stream 0 of a GPU, and returns what a launch there is given.
     *
     * @param arguments that {@link #check} lets pass
     */
    public static List<Arg> place(Host host, Gpu gpu, List<Argument> arguments) {
        checkPlaces(host.platform(), arguments);
        List<Arg> args = new ArrayList<>();
        for (Argument argument : arguments) {
            if (argument instanceof Argument.Buffer array) {
                // An array without elements has an address, too.
                Buffer buffer = host.allocate(array.place(), Math.max(1, array.bytes()));
                fill(host, gpu, buffer, array);
                args.add(new Arg.Address(buffer.all()));
            } else {
                args.add(argument instanceof Argument.Scalar scalar ? scalar(scalar) : new Arg.Null());
            }
        }
        return args;
    }

    private static void fill(Host host, Gpu gpu, Buffer buffer, Argument.Buffer array) {
        if (array.contents() instanceof Contents.Given given) {
            given.array()
                    .read((offset, bytes) -> host.submit(
                            gpu,
                            0,
                            Host.NO_REQUEST,
                            new Write(Bytes.copyOf(bytes), buffer.slice(offset, bytes.remaining()))));
        } else if (array.contents() instanceof Contents.Made made && array.bytes() > 0) {
            host.submit(gpu, 0, Host.NO_REQUEST, Fills.of(buffer, array.type(), array.count(), made));
        }
    }

    private static Arg scalar(Argument.Scalar scalar) {
        int low = (int) scalar.bits();
        return switch (scalar.type()) {
            case F32 -> new Arg.F32(Float.intBitsToFloat(low));
            case F64 -> new Arg.F64(Double.longBitsToDouble(scalar.bits()));
            case I64, U64 -> new Arg.I64(scalar.bits());
            default -> new Arg.I32(low);
        };
    }
}
