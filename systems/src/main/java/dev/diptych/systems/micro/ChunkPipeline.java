package dev.diptych.systems.micro;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Copy;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.Plan;
import dev.diptych.model.op.Step;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.Program;
import dev.diptych.model.run.SystemPlugin;
import dev.diptych.systems.Setting;
import dev.diptych.systems.argument.Argument;
import dev.diptych.systems.argument.ArgumentParser;
import dev.diptych.systems.argument.Extent;
import dev.diptych.systems.argument.HostArguments;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Work that passes through a GPU chunk by chunk, from the host and back to it: how copies overlap with kernels. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SystemPlugin.class)
public final class ChunkPipeline implements SystemPlugin<ChunkPipeline.Settings> {
    /**
     * The chunks, and the kernel that each goes through.
     *
     * @param chunks of a request; each is copied to the GPU, goes through the kernel and is copied back, in one stream
     * @param streams that the chunks take in turn; each has room for one chunk on the GPU
     * @param inputBytes of a chunk, random bits of pinned host memory
     * @param outputBytes of a chunk
     * @param grid blocks for a chunk, 1 to 3 numbers
     * @param block threads, 1 to 3 numbers
     * @param arguments as system {@code kernel} takes them, and {@code input} and {@code output} for where the chunk lies on the GPU
     */
    public record Settings(
            int chunks,
            int streams,
            long inputBytes,
            long outputBytes,
            String module,
            String kernel,
            List<Integer> grid,
            List<Integer> block,
            List<String> arguments) {
        public Settings {
            grid = List.copyOf(grid);
            block = List.copyOf(block);
            arguments = List.copyOf(arguments);
        }
    }

    private static final Gpu GPU = new Gpu(0);
    private static final int OPS_PER_CHUNK = 3;
    private static final String INPUT = "input";
    private static final String OUTPUT = "output";
    private static final String ARGUMENTS = "setting 'arguments', without input and output:";

    @Override
    public String name() {
        return "chunk-pipeline";
    }

    @Override
    public String summary() {
        return "chunks that are copied to a GPU, go through a kernel and are copied back, in several streams";
    }

    @Override
    public Settings defaults() {
        return new Settings(
                8,
                2,
                1 << 24,
                1 << 24,
                "stream",
                "stream_copy",
                List.of(132),
                List.of(256),
                List.of(OUTPUT, INPUT, "u64:4194304"));
    }

    @Override
    public Program program(Settings settings) {
        Setting.operations("chunks", settings.chunks());
        Setting.atMost(Setting.OPERATIONS / OPS_PER_CHUNK, "chunks", settings.chunks());
        Setting.atLeast(1, "streams", settings.streams());
        Setting.atMost(settings.chunks(), "streams", settings.streams());
        Setting.multipleOf(Integer.BYTES, "inputBytes", settings.inputBytes());
        Setting.multipleOf(Integer.BYTES, "outputBytes", settings.outputBytes());
        for (String name : List.of(INPUT, OUTPUT)) {
            if (!settings.arguments().contains(name)) {
                throw new InputException("setting 'arguments' should have '%s' for a chunk's %s".formatted(name, name));
            }
        }
        Kernel kernel = AnyKernel.kernel(settings.module(), settings.kernel(), 0, 0);
        Dim grid = Extent.grid("grid", settings.grid());
        Dim block = Extent.block("block", settings.block());
        List<Argument> others = ArgumentParser.parse(
                ARGUMENTS,
                settings.arguments().stream()
                        .filter(text -> !text.equals(INPUT) && !text.equals(OUTPUT))
                        .toList());
        HostArguments.check(ARGUMENTS, others);
        return host -> {
            Chunks chunks = new Chunks(host, settings);
            List<Arg> placed = HostArguments.place(host, GPU, others);
            List<Step> steps = new ArrayList<>();
            for (int chunk = 0; chunk < settings.chunks(); chunk++) {
                int room = chunk % settings.streams();
                Launch launch = new Launch(kernel, grid, block, chunks.args(room, placed.iterator()));
                for (Op op : List.of(chunks.copyIn(chunk, room), launch, chunks.copyOut(chunk, room))) {
                    steps.add(new Step(op, before(steps.size(), settings.streams())));
                }
            }
            return new PlanPerRequest(host, GPU, new Plan("chunk-pipeline", steps));
        };
    }

    /** Returns what a step comes after: the one before it of its chunk, or the last of the chunk that was in its room. */
    private static List<Integer> before(int step, int streams) {
        int before = step % OPS_PER_CHUNK > 0 ? step - 1 : step - OPS_PER_CHUNK * streams + OPS_PER_CHUNK - 1;
        return before < 0 ? List.of() : List.of(before);
    }

    /** Where the chunks lie: all of them in the host's memory, and one for each stream on the GPU. */
    private static final class Chunks {
        private final Settings settings;
        private final Buffer hostInput;
        private final Buffer hostOutput;
        private final List<Buffer> inputs = new ArrayList<>();
        private final List<Buffer> outputs = new ArrayList<>();

        Chunks(Host host, Settings settings) {
            this.settings = settings;
            this.hostInput = host.allocate(HostMemory.HOST, settings.chunks() * settings.inputBytes());
            this.hostOutput = host.allocate(HostMemory.HOST, settings.chunks() * settings.outputBytes());
            for (int room = 0; room < settings.streams(); room++) {
                inputs.add(host.allocate(GPU, settings.inputBytes()));
                outputs.add(host.allocate(GPU, settings.outputBytes()));
            }
            Fill.random(host, GPU, hostInput, 0);
        }

        Copy copyIn(int chunk, int room) {
            long bytes = settings.inputBytes();
            return new Copy(
                    hostInput.slice(chunk * bytes, bytes), inputs.get(room).all());
        }

        Copy copyOut(int chunk, int room) {
            long bytes = settings.outputBytes();
            return new Copy(outputs.get(room).all(), hostOutput.slice(chunk * bytes, bytes));
        }

        List<Arg> args(int room, Iterator<Arg> others) {
            return settings.arguments().stream()
                    .map(text -> switch (text) {
                        case INPUT -> new Arg.Address(inputs.get(room).all());
                        case OUTPUT -> new Arg.Address(outputs.get(room).all());
                        default -> others.next();
                    })
                    .toList();
        }
    }
}
