package dev.diptych.sim.machine;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.kernels.KernelSignature;
import dev.diptych.kernels.instrument.Instrumentation;
import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import dev.diptych.sim.ptx.PtxArg;
import dev.diptych.sim.ptx.PtxExecutor;
import dev.diptych.sim.ptx.PtxKernel;
import dev.diptych.sim.ptx.PtxLaunch;
import dev.diptych.sim.ptx.PtxOptions;
import dev.diptych.sim.ptx.PtxProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The PTX of the kernels that a program launches, compiled when they are first launched. */
final class Kernels {
    private static final PtxArg NO_RING =
            new PtxArg.Raw(Bytes.ofLongs(new long[Instrumentation.PARAMETER_BYTES / Long.BYTES]));

    private final Platform platform;
    private final Programs programs;
    private final KernelCatalog catalog;
    /** Looked up by key alone, by all threads. */
    private final Map<Kernel, KernelSignature> signatures = new ConcurrentHashMap<>();

    Kernels(Platform platform, Programs programs) {
        this.platform = platform;
        this.programs = programs;
        catalog = programs.catalog();
    }

    /**
     * Returns a kernel, or nothing when no PTX defines it.
     *
     * @throws InputException when its PTX has what the executor does not support, or its file cannot be read
     */
    Optional<PtxKernel> find(Kernel kernel) {
        if (!isFile(kernel) && !catalog.modules().contains(kernel.module())) {
            return Optional.empty();
        }
        PtxProgram program = programs.of(kernel.module(), isFile(kernel) ? kernel.module() : kernel.module() + ".ptx");
        return program.names().contains(kernel.entry())
                ? Optional.of(program.kernel(kernel.entry()))
                : Optional.empty();
    }

    private static boolean isFile(Kernel kernel) {
        return kernel.module().endsWith(".ptx");
    }

    /**
     * Checks that a launch fits its kernel, and puts the variables of the kernel's module into the GPU's memory: here, where launches come one
     * after the other, so that the variables' addresses do not hang on which GPU executes first.
     *
     * @throws InputException when it has other parameters, too large blocks, or asks for notices that the kernel cannot be given
     */
    void check(PtxKernel kernel, Launch launch, Gpu gpu, SimMemory memory) {
        if (launch.blocksPerNotice() > 0 && !signature(launch.kernel()).reports()) {
            // What is executed is the kernel as it is: what it computes is the same, and the machine tells of its
            // blocks.
            programs.instrumented(launch.kernel().module()).require(kernel.name());
        }
        launch(kernel, launch, memory).check();
        kernel.load(memory.asItIs(), gpu);
    }

    /** Returns the launch as the executor takes it. */
    PtxLaunch launch(PtxKernel kernel, Launch launch, SimMemory memory) {
        List<PtxArg> args = new ArrayList<>();
        for (Arg arg : launch.args()) {
            args.add(arg(arg, memory));
        }
        if (signature(launch.kernel()).reports()
                && args.size() + 1 == kernel.parameters().size()) {
            // The argument is the backend's. The machine itself tells of blocks, and a kernel without a ring does not.
            args.add(signature(launch.kernel()).reportsByValue() ? NO_RING : new PtxArg.I64(0));
        }
        return new PtxLaunch(kernel, launch.grid(), launch.block(), launch.dynamicSharedBytes(), args);
    }

    /** Returns whether a kernel was written to report, and loads from memory where to. */
    boolean loadsNotices(Kernel kernel) {
        return find(kernel).isPresent()
                && signature(kernel).reports()
                && !signature(kernel).reportsByValue();
    }

    /** Of a file, the catalog reads all of it at each question. */
    private KernelSignature signature(Kernel kernel) {
        return signatures.computeIfAbsent(kernel, asked -> catalog.signature(asked.module(), asked.entry()));
    }

    private static PtxArg arg(Arg arg, SimMemory memory) {
        if (arg instanceof Arg.I32 value) {
            return new PtxArg.I32(value.value());
        }
        if (arg instanceof Arg.I64 value) {
            return new PtxArg.I64(value.value());
        }
        if (arg instanceof Arg.F32 value) {
            return new PtxArg.F32(value.value());
        }
        if (arg instanceof Arg.F64 value) {
            return new PtxArg.F64(value.value());
        }
        if (arg instanceof Arg.Address address) {
            return new PtxArg.I64(
                    memory.region(address.slice()).address() + address.slice().offsetBytes());
        }
        return new PtxArg.I64(0);
    }

    /**
     * Executes a launch on memory whose arguments are up to date.
     *
     * @throws InputException when no PTX defines the kernel
     */
    void execute(Launch launch, Gpu gpu, SimMemory memory) {
        PtxKernel kernel = find(launch.kernel())
                .orElseThrow(() -> new InputException(
                        "bytes that kernel %s/%s computes are read, but no PTX defines it; name a module of the project or a .ptx file"
                                .formatted(
                                        launch.kernel().module(),
                                        launch.kernel().entry())));
        PtxOptions options = PtxOptions.DEFAULT.on(gpu, platform.spec(gpu).sms());
        PtxExecutor.run(launch(kernel, launch, memory), memory.asItIs(), options);
    }
}
