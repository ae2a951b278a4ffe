package dev.diptych.sim.ptx;

import dev.diptych.model.hw.Place;
import dev.diptych.sim.ptx.compile.KernelCompiler;
import dev.diptych.sim.ptx.exec.KernelCode;
import dev.diptych.sim.ptx.exec.ParameterUse;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.syntax.Function;
import dev.diptych.sim.ptx.syntax.Module;
import dev.diptych.sim.ptx.syntax.Variable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A kernel of a {@link PtxProgram}. Safe for use by several threads. */
public final class PtxKernel {
    private final Module module;
    private final Function function;
    private final KernelCode code;
    /** The same with checks, compiled when it is first asked for; by several threads perhaps, which makes no difference. */
    private volatile @Nullable KernelCode checked;

    PtxKernel(Module module, Function function) {
        this.module = module;
        this.function = function;
        this.code = KernelCompiler.compile(module, function, false);
    }

    public String name() {
        return function.name();
    }

    public List<Variable> parameters() {
        return function.parameters();
    }

    public int staticSharedBytes() {
        return code.staticSharedBytes();
    }

    /** Returns the most threads of a block that the PTX allows, 0 if it does not say. */
    public int maxThreads() {
        return function.requiredThreads() > 0 ? function.requiredThreads() : function.maxThreads();
    }

    /** Returns whether the counts of a launch may depend on what memory holds; if not, they depend on shape and arguments alone. */
    public boolean dependsOnData() {
        return code.use().dependsOnData();
    }

    /** Returns what it may do with the memory of its parameters. */
    public ParameterUse use() {
        return code.use();
    }

    /** Returns its instructions in order, calls put in place, with the machine code that they are taken for. */
    public List<AssembledInstruction> assembly() {
        return KernelCompiler.assemble(module, function);
    }

    /** Puts the variables of its module into a place's memory, unless they are there. */
    public void load(GlobalMemory memory, Place place) {
        variables(memory, place);
    }

    /** Returns the addresses of its module's variables in a place. */
    long[] variables(GlobalMemory memory, Place place) {
        return memory.variables(module, code.globals(), place);
    }

    KernelCode code(boolean isChecked) {
        if (!isChecked) {
            return code;
        }
        KernelCode known = checked;
        if (known == null) {
            known = KernelCompiler.compile(module, function, true);
            checked = known;
        }
        return known;
    }

    Module module() {
        return module;
    }
}
