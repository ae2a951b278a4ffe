package dev.diptych.cli.ptx;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.op.Slice;
import dev.diptych.model.op.Write;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.Program;
import dev.diptych.sim.ptx.PtxLaunch;
import dev.diptych.sim.ptx.memory.Region;
import dev.diptych.sim.ptx.syntax.Type;
import dev.diptych.sim.ptx.syntax.Variable;
import dev.diptych.systems.argument.Argument;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One launch of a kernel on any panel: brings the arrays to the GPU, launches, and brings the results back to where the arrays came from. Runs
 * once.
 */
public final class LaunchProgram implements Program {
    /** The registers of a thread are the assembler's to know. */
    private static final int UNKNOWN_REGISTERS = 0;

    private static final Gpu GPU = new Gpu(0);
    private static final String SUFFIX = ".ptx";
    /** Arrays travel in pieces of at most so many bytes: one operation carries less than 2 GiB. */
    private static final int PIECE_BYTES = 1 << 26;

    private final String module;
    private final PtxLaunch launch;
    private final DeviceArrays arrays;
    /** By position; absent where an argument is an array. */
    private final Map<Integer, Arg> scalars = new HashMap<>();

    private final Map<Long, Piece> pieces = new HashMap<>();
    private long launchId;
    private long deviceNanos;

    /** A part of an array that a read-back brings. */
    private record Piece(Region region, long offset) {}

    /**
     * Returns the program of a launch whose arguments suit its kernel.
     *
     * @param module the path of the PTX file
     * @param launch what {@code arrays} was made for
     * @throws InputException when a panel other than the executor cannot be given an argument
     */
    public LaunchProgram(String module, PtxLaunch launch, DeviceArrays arrays, List<Argument> arguments) {
        if (!module.endsWith(SUFFIX)) {
            throw new InputException("%s: should end in %s to be run on a GPU".formatted(module, SUFFIX));
        }
        this.module = module;
        this.launch = launch;
        this.arrays = arrays;
        List<Variable> parameters = launch.kernel().parameters();
        for (int i = 0; i < arguments.size(); i++) {
            if (!(arguments.get(i) instanceof Argument.Buffer buffer)) {
                scalars.put(i, scalar(i, parameters.get(i), arguments.get(i)));
            } else if (buffer.contents() instanceof Argument.Contents.Phantom) {
                throw refused(i, "a phantom array takes no memory, which only the simulator's can");
            }
        }
    }

    private static InputException refused(int index, String why) {
        return new InputException("--arg %d: %s".formatted(index + 1, why));
    }

    private static Arg scalar(int index, Variable parameter, Argument argument) {
        if (argument instanceof Argument.NullPointer) {
            return new Arg.Null();
        }
        if (argument instanceof Argument.Scalar value && value.type().bytes() == parameter.bytes()) {
            int low = (int) value.bits();
            if (parameter.type() == Type.F32) {
                return new Arg.F32(Float.intBitsToFloat(low));
            }
            if (parameter.type() == Type.F64) {
                return new Arg.F64(Double.longBitsToDouble(value.bits()));
            }
            if (parameter.bytes() == parameter.type().bytes() && parameter.bytes() >= Integer.BYTES) {
                return parameter.bytes() == Integer.BYTES ? new Arg.I32(low) : new Arg.I64(value.bits());
            }
        }
        throw refused(
                index,
                "parameter '%s' is %s, but a GPU is given numbers of 4 or 8 bytes and addresses alone"
                        .formatted(parameter.name(), KernelParameters.type(parameter)));
    }

    @Override
    public Controller start(Host host) {
        Map<Integer, Buffer> buffers = new HashMap<>();
        List<Arg> args = new ArrayList<>();
        for (int i = 0; i < launch.args().size(); i++) {
            Region region = arrays.regions().get(i);
            if (region == null) {
                args.add(known(scalars.get(i), i));
            } else {
                // An array without elements has an address, too.
                Buffer buffer = host.allocate(region.place(), Math.max(1, region.bytes()));
                buffers.put(i, buffer);
                upload(host, region, buffer);
                args.add(new Arg.Address(buffer.all()));
            }
        }
        Kernel kernel = new Kernel(
                module,
                launch.kernel().name(),
                UNKNOWN_REGISTERS,
                launch.kernel().staticSharedBytes());
        launchId =
                submit(host, new Launch(kernel, launch.grid(), launch.block(), launch.dynamicSharedBytes(), args, 0));
        for (ResultArray result : arrays.results()) {
            int index = result.position() - 1;
            download(host, result.region(), known(buffers.get(index), index));
        }
        return new Ended();
    }

    private static <T> T known(@Nullable T found, int index) {
        if (found == null) {
            throw new IllegalStateException("argument %d is neither an array nor a scalar".formatted(index));
        }
        return found;
    }

    private static void upload(Host host, Region from, Buffer to) {
        for (long at = 0; at < from.bytes(); at += PIECE_BYTES) {
            ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, from.bytes() - at));
            from.read(at, piece);
            Slice slice = to.slice(at, piece.capacity());
            submit(host, new Write(Bytes.copyOf(piece.clear()), slice));
        }
    }

    private void download(Host host, Region to, Buffer from) {
        for (long at = 0; at < to.bytes(); at += PIECE_BYTES) {
            Slice slice = from.slice(at, Math.min(PIECE_BYTES, to.bytes() - at));
            pieces.put(submit(host, new ReadBack(slice)), new Piece(to, at));
        }
    }

    private static long submit(Host host, Op op) {
        return host.submit(GPU, 0, Host.NO_REQUEST, op);
    }

    /** Returns how long the launch took on the GPU, in nanoseconds, once the program has run. */
    public long deviceNanos() {
        return deviceNanos;
    }

    /** Takes what the operations bring. */
    private final class Ended implements Controller {
        @Override
        public void onArrival(Arrival arrival) {
            throw new IllegalStateException("request %d arrived, but none was sent".formatted(arrival.requestId()));
        }

        @Override
        public void onOpDone(long opId, long startNanos, long endNanos) {
            if (opId == launchId) {
                deviceNanos = endNanos - startNanos;
            }
        }

        @Override
        public void onValue(long opId, Bytes value) {
            Piece piece = pieces.get(opId);
            if (piece == null) {
                throw new IllegalStateException("operation %d is no read-back of a result".formatted(opId));
            }
            piece.region.write(piece.offset, value.buffer());
        }
    }
}
