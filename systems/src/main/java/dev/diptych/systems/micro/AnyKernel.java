package dev.diptych.systems.micro;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Plan;
import dev.diptych.model.op.Step;
import dev.diptych.model.run.Program;
import dev.diptych.model.run.SystemPlugin;
import dev.diptych.systems.Setting;
import dev.diptych.systems.argument.Argument;
import dev.diptych.systems.argument.ArgumentParser;
import dev.diptych.systems.argument.Extent;
import dev.diptych.systems.argument.HostArguments;
import dev.diptych.systems.plan.NativeKernel;
import java.util.ArrayList;
import java.util.List;

/** Any kernel, launched again and again with the same arguments: it should not overwrite what its work depends on. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SystemPlugin.class)
public final class AnyKernel implements SystemPlugin<AnyKernel.Settings> {
    /**
     * The kernel, its launches and what it is given.
     *
     * @param module one of the project's own, or the path of a {@code .ptx} file
     * @param grid blocks, 1 to 3 numbers
     * @param block threads, 1 to 3 numbers
     * @param sharedBytes dynamic shared memory of a block
     * @param launches for each request
     * @param streams that the launches of a request take in turn
     * @param arguments as {@code ptx run} takes them, without results; {@code diptych ptx run --help} tells of them
     * @param registersPerThread of a {@code .ptx} file's kernel, as the assembler reports them; 0 limits nothing
     * @param staticSharedBytes of a block of a {@code .ptx} file's kernel
     * @param blocksPerNotice 0, or how many block starts and ends make a notice to the controller
     */
    public record Settings(
            String module,
            String kernel,
            List<Integer> grid,
            List<Integer> block,
            int sharedBytes,
            int launches,
            int streams,
            List<String> arguments,
            int registersPerThread,
            int staticSharedBytes,
            int blocksPerNotice) {
        public Settings {
            grid = List.copyOf(grid);
            block = List.copyOf(block);
            arguments = List.copyOf(arguments);
        }
    }

    private static final Gpu GPU = new Gpu(0);
    private static final String FILE_SUFFIX = ".ptx";
    private static final String ARGUMENTS = "setting 'arguments':";

    @Override
    public String name() {
        return "kernel";
    }

    @Override
    public String summary() {
        return "any kernel with any arguments, of the project or of a .ptx file";
    }

    @Override
    public Settings defaults() {
        return new Settings("spin", "spin", List.of(132), List.of(128), 0, 1, 1, List.of("i64:2000"), 0, 0, 0);
    }

    @Override
    public Program program(Settings settings) {
        Dim grid = Extent.grid("grid", settings.grid());
        Dim block = Extent.block("block", settings.block());
        Setting.atLeast(0, "sharedBytes", settings.sharedBytes());
        Setting.operations("launches", settings.launches());
        Setting.atLeast(0, "blocksPerNotice", settings.blocksPerNotice());
        Setting.atLeast(1, "streams", settings.streams());
        Setting.atMost(settings.launches(), "streams", settings.streams());
        Kernel kernel = kernel(
                settings.module(), settings.kernel(), settings.registersPerThread(), settings.staticSharedBytes());
        List<Argument> arguments = ArgumentParser.parse(ARGUMENTS, settings.arguments());
        HostArguments.check(ARGUMENTS, arguments);
        return host -> {
            List<Arg> args = HostArguments.place(host, GPU, arguments);
            Launch launch = new Launch(kernel, grid, block, settings.sharedBytes(), args, settings.blocksPerNotice());
            return new PlanPerRequest(host, GPU, plan(launch, settings.launches(), settings.streams()));
        };
    }

    /** Returns a kernel of the project, or of a {@code .ptx} file with what the settings say that it takes from a multiprocessor. */
    static Kernel kernel(String module, String entry, int registersPerThread, int staticSharedBytes) {
        Setting.atLeast(0, "registersPerThread", registersPerThread);
        Setting.atLeast(0, "staticSharedBytes", staticSharedBytes);
        if (module.endsWith(FILE_SUFFIX)) {
            return new Kernel(module, entry, registersPerThread, staticSharedBytes);
        }
        if (registersPerThread != 0 || staticSharedBytes != 0) {
            throw new InputException("module '%s' knows its registers and shared memory; give them for .ptx files alone"
                    .formatted(module));
        }
        try {
            return NativeKernel.of(module, entry);
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "settings 'module' and 'kernel': %s; or name a .ptx file".formatted(e.getMessage()), e);
        }
    }

    /** Returns the plan whose launches follow each other in each stream. */
    private static Plan plan(Launch launch, int launches, int streams) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < launches; i++) {
            steps.add(new Step(launch, i < streams ? List.of() : List.of(i - streams)));
        }
        return new Plan("kernel", steps);
    }
}
