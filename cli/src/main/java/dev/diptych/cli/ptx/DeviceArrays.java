package dev.diptych.cli.ptx;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Launch;
import dev.diptych.model.random.Philox;
import dev.diptych.sim.ptx.PtxArg;
import dev.diptych.sim.ptx.PtxExecutor;
import dev.diptych.sim.ptx.PtxLaunch;
import dev.diptych.sim.ptx.PtxOptions;
import dev.diptych.sim.ptx.PtxProgram;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.memory.Region;
import dev.diptych.sim.ptx.syntax.Variable;
import dev.diptych.systems.argument.Argument;
import dev.diptych.systems.argument.ElementType;
import dev.diptych.systems.argument.Fills;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Arguments as a launch takes them: arrays lie in memory, with the contents that they are to have before it. */
public final class DeviceArrays {
    private static final byte POISON = (byte) 0xFF;
    /** A multiple of every element's size. */
    private static final int PIECE_BYTES = 1 << 20;
    /** Which use of random numbers this is. */
    private static final int SITE = 0;

    private final List<PtxArg> launchArguments = new ArrayList<>();
    private final List<ResultArray> results = new ArrayList<>();
    private final Map<Integer, Region> regions = new HashMap<>();

    /** Puts the arguments of a kernel into {@code memory}; they are those that its parameters expect. */
    public DeviceArrays(GlobalMemory memory, List<Variable> parameters, List<Argument> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            Argument argument = arguments.get(i);
            if (argument instanceof Argument.Buffer buffer) {
                String parameter = parameters.get(i).name();
                Region region = placed(memory, parameter, buffer);
                regions.put(i, region);
                launchArguments.add(new PtxArg.I64(region.address()));
                if (buffer.isResult()) {
                    results.add(new ResultArray(i + 1, parameter, buffer, region));
                }
            } else {
                launchArguments.add(byValue(argument));
            }
        }
    }

    /** Returns what the kernel is launched with, in the order of its parameters. */
    public List<PtxArg> launchArguments() {
        return List.copyOf(launchArguments);
    }

    /** Returns the arrays that the user wants to see after the run, in the order of the arguments. */
    public List<ResultArray> results() {
        return List.copyOf(results);
    }

    /** Returns where the arrays lie, by the index of their arguments. */
    Map<Integer, Region> regions() {
        return Map.copyOf(regions);
    }

    private static PtxArg byValue(Argument argument) {
        if (argument instanceof Argument.Scalar scalar) {
            Bytes contents = scalar.contents();
            return switch (scalar.type()) {
                case I32, U32 -> new PtxArg.I32((int) scalar.bits());
                case I64, U64 -> new PtxArg.I64(scalar.bits());
                default -> new PtxArg.Raw(contents);
            };
        }
        return argument instanceof Argument.Structure structure
                ? new PtxArg.Raw(structure.contents())
                : new PtxArg.I64(0);
    }

    private static Region placed(GlobalMemory memory, String name, Argument.Buffer buffer) {
        if (buffer.contents() instanceof Argument.Contents.Phantom) {
            return memory.allocatePhantom(name, buffer.place(), buffer.bytes());
        }
        Region region = memory.allocate(name, buffer.place(), buffer.bytes());
        if (buffer.contents() instanceof Argument.Contents.Given given) {
            given.array().read(region::write);
        } else if (buffer.contents() instanceof Argument.Contents.Random random) {
            draw(region, buffer.type(), random.seed());
        } else if (buffer.contents() instanceof Argument.Contents.Zeros || region.bytes() == 0) {
            region.fill((byte) 0);
        } else if (buffer.contents() instanceof Argument.Contents.Made made) {
            make(memory, region, buffer, made);
        } else {
            region.fill(POISON);
        }
        return region;
    }

    private static void make(
            GlobalMemory memory, Region region, Argument.Buffer array, Argument.Contents.Made contents) {
        Buffer buffer = new Buffer(0, array.place(), region.bytes());
        Launch launch = Fills.of(buffer, array.type(), array.count(), contents);
        String module = launch.kernel().module();
        PtxProgram program = PtxProgram.of(module + ".ptx", KernelCatalog.load().ptx(module));
        List<PtxArg> args = new ArrayList<>();
        for (Arg arg : launch.args()) {
            args.add(
                    arg instanceof Arg.I32 word
                            ? new PtxArg.I32(word.value())
                            : new PtxArg.I64(arg instanceof Arg.I64 number ? number.value() : region.address()));
        }
        PtxExecutor.run(
                new PtxLaunch(program.kernel(launch.kernel().entry()), launch.grid(), launch.block(), 0, args),
                memory,
                PtxOptions.DEFAULT);
    }

    private static void draw(Region region, ElementType type, long seed) {
        ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long index = 0;
        for (long at = 0; at < region.bytes(); at += piece.limit()) {
            piece.clear().limit((int) Math.min(PIECE_BYTES, region.bytes() - at));
            while (piece.hasRemaining()) {
                type.put(piece, type.random(Philox.bits64(seed, SITE, index)));
                index++;
            }
            region.write(at, piece.flip());
        }
    }
}
