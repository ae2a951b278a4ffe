package dev.diptych.cli;

import dev.diptych.cli.ptx.DeviceArrays;
import dev.diptych.cli.ptx.KernelParameters;
import dev.diptych.cli.ptx.LaunchProgram;
import dev.diptych.cli.ptx.LaunchReport;
import dev.diptych.cli.ptx.ResultArray;
import dev.diptych.cli.ptx.SectorTable;
import dev.diptych.cli.ptx.WarpTable;
import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.run.Backend;
import dev.diptych.model.run.BackendPlugin;
import dev.diptych.model.table.Table;
import dev.diptych.model.work.Footprint;
import dev.diptych.real.CudaSettings;
import dev.diptych.sim.Prediction;
import dev.diptych.sim.ptx.PtxExecutor;
import dev.diptych.sim.ptx.PtxKernel;
import dev.diptych.sim.ptx.PtxLaunch;
import dev.diptych.sim.ptx.PtxOptions;
import dev.diptych.sim.ptx.PtxResult;
import dev.diptych.sim.ptx.exec.KernelFault;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.systems.argument.Argument;
import dev.diptych.systems.argument.ArgumentParser;
import dev.diptych.systems.argument.Extent;
import dev.diptych.systems.argument.HostArguments;
import dev.diptych.traces.NpyTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diptych ptx run}: one launch of any kernel, executed on the JVM or on a GPU. */
@Command(
        name = "run",
        description =
                "Execute a kernel on the JVM: results, and counts of what it did. Or on a GPU: results, and how long it took.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nArguments, in the order of the kernel's parameters (diptych ptx list FILE.ptx):%n",
        footer = {
            "  i32:5 u32:0xff i64: u64: i8: u8: i16: u16: bool:true",
            "                   whole numbers; hexadecimal digits are the bits",
            "  f32:1.5 f64:-2e-3 f16:inf bf16:nan",
            "                   floating-point numbers, decimal or as 0x1.8p0",
            "  bytes:0a0b0c0d   a structure passed by value",
            "  null             the address 0",
            "  in:FILE.npy      an array on the device, with the file's contents",
            "  'inout:FILE.npy>OUT.npy'",
            "                   the same, written to a file after the run; quote the >",
            "  'out:f32[1024]>OUT.npy'",
            "                   an array whose every bit is 1 before the run",
            "  'zeros:i32[64,128]>OUT.npy'",
            "                   an array of zeros",
            "  'random:f32[4096]:SEED>OUT.npy'",
            "                   random numbers: f16, bf16, f32, f64 uniform in [0,1),",
            "                   whole numbers with all bits random. Element i is made",
            "                   of the upper bits of the first two words, the first",
            "                   one above, that Philox4x32-10 gives for key SEED and",
            "                   counter (i mod 2^32, i / 2^32, 0, 0)",
            "  'below:i32[4096]:SEED:BOUND', 'iota:i32[4096]:FIRST:STEP'",
            "  'permutation:i32[4096]:SEED', 'ring:u64[4096]:SEED:STRIDE'",
            "  'csr:i32[4097]:SEED:MEAN'",
            "                   random numbers below a bound; FIRST + i STEP (or i);",
            "                   each number below the length once; a ring of addresses",
            "                   STRIDE bytes apart, in random order; where the rows of a",
            "                   sparse matrix of MEAN entries a row begin. Each may have",
            "                   an >OUT.npy; fill.cu has the formulas",
            "  host:random:f32[4096]:1, peer:...",
            "                   an array in the host's memory, or in that of gpu1",
            "  phantom:f32[100000000000]",
            "                   an array that takes no memory: its contents are a",
            "                   function of the address, what is written is dropped",
            "With --backend cuda, numbers have 4 or 8 bytes, and there is no bytes: or phantom:.",
            "Without >OUT.npy, out: and zeros: are printed, long ones in part. Arrays are",
            "of bool i8 u8 i16 u16 f16 bf16 i32 u32 f32 i64 u64 f64; NumPy has no bf16, so",
            "files hold its bits as u16.",
            "",
            "Example: y = a x + y for 1000 elements",
            "  diptych ptx run saxpy.ptx --grid 4 --block 256 --arg i32:1000 --arg f32:2 \\",
            "      --arg in:x.npy --arg 'inout:y.npy>sum.npy'"
        })
final class PtxRunVerb implements Callable<Integer> {
    private static final Gpu GPU = new Gpu(0);
    private static final String SIM = "sim";
    private static final String CUDA = "cuda";
    /** Kernels that draw numbers get their seeds as arguments. */
    private static final long NO_SEED = 0;

    @Parameters(paramLabel = "FILE.ptx", description = "From nvcc -ptx, Triton or another compiler.")
    private Path file = Path.of("");

    @Option(
            names = "--kernel",
            paramLabel = "K",
            description = "The kernel's name as the file has it. Default: the only one.")
    private @Nullable String name;

    @Option(names = "--grid", paramLabel = "X[,Y[,Z]]", required = true, description = "Blocks of the grid.")
    private String grid = "";

    @Option(names = "--block", paramLabel = "X[,Y[,Z]]", required = true, description = "Threads of a block.")
    private String block = "";

    @Option(
            names = "--shared",
            paramLabel = "BYTES",
            defaultValue = "0",
            description = "Dynamic shared memory of a block. Default: ${DEFAULT-VALUE}.")
    private int sharedBytes;

    @Option(names = "--arg", paramLabel = "A", description = "The next argument; see below. Repeatable.")
    private List<String> arguments = List.of();

    @Option(
            names = "--backend",
            paramLabel = "B",
            defaultValue = "sim",
            description = "sim, the JVM, or cuda, this machine's first GPU. Default: ${DEFAULT-VALUE}.")
    private String backend = SIM;

    @Option(
            names = "--check",
            description = "Look for races in shared memory, uninitialised shared memory and barriers that threads miss;"
                    + " what is found makes the exit code 1.")
    private boolean isChecked;

    @Option(names = "--profile", description = "Also follow chains of loads that wait for each other.")
    private boolean isProfiled;

    @Option(
            names = "--warps",
            paramLabel = "FILE.npy",
            description = "Also write the counts of each warp, a row a warp.")
    private @Nullable Path warpFile;

    @Option(
            names = "--sectors",
            paramLabel = "FILE.npy",
            description = "Also write the sectors that warps touch, in the order of execution.")
    private @Nullable Path sectorFile;

    @Option(
            names = "--platform",
            paramLabel = "P",
            defaultValue = "h200",
            description = "The GPU that it runs on: a preset or a .yaml file. Default: ${DEFAULT-VALUE}.")
    private String platform = "h200";

    @Option(
            names = "--registers",
            paramLabel = "N",
            description = "Registers of a thread, as the assembler reports them, for the prediction; PTX does not say."
                    + " Default: they limit nothing.")
    private int registers;

    @Option(names = "--json", description = "Print one JSON object instead.")
    private boolean isJson;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    @Override
    public Integer call() {
        checkBackend();
        Dim blocks = Extent.grid(grid);
        Dim threads = Extent.block(block);
        if (sharedBytes < 0) {
            throw new InputException("--shared %d: should be 0 or more bytes".formatted(sharedBytes));
        }
        List<Argument> given = ArgumentParser.parse("--arg", arguments);
        PtxKernel kernel = PtxFile.kernel(PtxFile.read(file), file, name);
        KernelParameters.check(kernel.name(), kernel.parameters(), given);
        Platform machine = Platforms.load(platform);
        HostArguments.checkPlaces(machine, given);
        GpuSpec gpu = machine.spec(GPU);
        // Refuses what no multiprocessor has room for.
        Footprint.of(
                new Launch(
                        new Kernel(file.toString(), kernel.name(), registers, kernel.staticSharedBytes()),
                        blocks,
                        threads,
                        sharedBytes,
                        List.of(),
                        0),
                gpu.sm());
        GlobalMemory memory = new GlobalMemory();
        DeviceArrays arrays = new DeviceArrays(memory, kernel.parameters(), given);
        PtxLaunch launch = new PtxLaunch(kernel, blocks, threads, sharedBytes, arrays.launchArguments());
        LaunchReport report = backend.equals(SIM)
                ? report(launch, memory, arrays, options(gpu), machine)
                : reportOfGpu(launch, arrays, given, machine);
        PrintWriter out = spec.commandLine().getOut();
        out.println(isJson ? report.json() : report.text());
        out.flush();
        return report.isClean() ? Main.GOOD : Main.FAILED;
    }

    private void checkBackend() {
        if (!backend.equals(SIM) && !backend.equals(CUDA)) {
            throw new InputException("--backend %s: should be %s or %s".formatted(backend, SIM, CUDA));
        }
        if (backend.equals(CUDA) && (isChecked || isProfiled)) {
            throw new InputException("%s: looks into what the JVM executes; leave it out, or --backend %s"
                    .formatted(isChecked ? "--check" : "--profile", CUDA));
        }
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // The backend is given its own settings.
    private LaunchReport reportOfGpu(
            PtxLaunch launch, DeviceArrays arrays, List<Argument> arguments, Platform machine) {
        BackendPlugin plugin = Plugins.find(BackendPlugin.class, "backend", CUDA);
        LaunchProgram program = new LaunchProgram(file.toString(), launch, arrays, arguments);
        try (Backend gpus = plugin.open(machine, NO_SEED, CudaSettings.WITHOUT_REHEARSAL)) {
            gpus.run(program, List.of());
            arrays.results().forEach(ResultArray::save);
            return LaunchReport.onGpu(launch, arrays.results(), gpus.facts(), program.deviceNanos());
        }
    }

    private PtxOptions options(GpuSpec gpu) {
        PtxOptions options = PtxOptions.DEFAULT.on(new Gpu(0), gpu.sms());
        options = isChecked ? options.checked() : options;
        return isProfiled ? options.scheduled(gpu) : options;
    }

    private LaunchReport report(
            PtxLaunch launch, GlobalMemory memory, DeviceArrays arrays, PtxOptions options, Platform machine) {
        StringBuilder printed = new StringBuilder();
        try {
            // From the memory as the launch finds it, and so before it runs.
            Optional<Prediction> prediction = prediction(launch, memory, machine);
            WarpTable warps = new WarpTable();
            SectorTable sectors = new SectorTable();
            PtxOptions observed = options.withConsole(printed::append);
            observed = warpFile == null ? observed : observed.withWarps(warps);
            observed = sectorFile == null ? observed : observed.withSectors(sectors);
            PtxResult result = PtxExecutor.run(launch, memory, observed);
            write(warpFile, warps.table());
            write(sectorFile, sectors.table());
            arrays.results().forEach(ResultArray::save);
            return LaunchReport.of(
                    launch,
                    options,
                    result,
                    arrays.results(),
                    printed.toString(),
                    machine.name(),
                    prediction.orElseThrow());
        } catch (KernelFault fault) {
            if (!isChecked) {
                // What it said may tell why.
                spec.commandLine().getOut().print(printed);
                spec.commandLine().getOut().flush();
                throw fault;
            }
            return LaunchReport.of(launch, fault, printed.toString());
        }
    }

    private static void write(@Nullable Path file, Table table) {
        if (file == null) {
            return;
        }
        try {
            NpyTable.write(file, table);
        } catch (IOException e) {
            throw new InputException("%s: cannot be written (%s)".formatted(file, e.getMessage()), e);
        }
    }

    /** Returns nothing where a block fails: the run itself then fails too, and says more. */
    private Optional<Prediction> prediction(PtxLaunch launch, GlobalMemory memory, Platform machine) {
        try {
            return Optional.of(Prediction.of(launch, memory, machine, registers));
        } catch (KernelFault e) {
            return Optional.empty();
        }
    }
}
