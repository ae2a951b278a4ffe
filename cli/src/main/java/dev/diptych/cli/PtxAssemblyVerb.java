package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.sim.ptx.AssembledInstruction;
import dev.diptych.sim.ptx.PtxProgram;
import dev.diptych.sim.ptx.assembly.MachineOpcode;
import dev.diptych.traces.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diptych ptx assembly}: the machine code that the timing model takes a PTX file's instructions for. */
@Command(
        name = "assembly",
        description = "List the machine instructions that the timing model takes each instruction of a PTX file for.",
        mixinStandardHelpOptions = true)
final class PtxAssemblyVerb implements Callable<Integer> {
    @Parameters(paramLabel = "FILE.ptx", description = "From nvcc -ptx, Triton or another compiler.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Print one JSON object instead.")
    private boolean isJson;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    @Override
    public Integer call() {
        PtxProgram program = PtxFile.read(file);
        PrintWriter out = spec.commandLine().getOut();
        if (isJson) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("file", file.toString());
            all.put("pipes", pipes());
            all.put(
                    "kernels",
                    program.names().stream().map(name -> facts(program, name)).toList());
            out.println(Json.line(all));
        } else {
            program.names().forEach(name -> print(program, name, out));
        }
        out.flush();
        return Main.GOOD;
    }

    /** Returns the pipes that each kind of machine instruction takes a slot of, besides the schedulers'. */
    private static Map<String, Object> pipes() {
        Map<String, Object> pipes = new LinkedHashMap<>();
        for (MachineOpcode opcode : MachineOpcode.values()) {
            pipes.put(opcode.name(), opcode.pipes().stream().map(Enum::name).toList());
        }
        return pipes;
    }

    private static void print(PtxProgram program, String name, PrintWriter out) {
        out.println(name);
        try {
            for (AssembledInstruction instruction : program.kernel(name).assembly()) {
                out.printf(
                        "%7d %s%-36s %s%n",
                        instruction.line(),
                        "  ".repeat(instruction.loops()),
                        instruction.name(),
                        instruction.machine().stream().map(Enum::name).collect(Collectors.joining(" ")));
            }
        } catch (InputException e) {
            out.println("    cannot be executed: " + e.getMessage());
        }
    }

    private static Map<String, Object> facts(PtxProgram program, String name) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", name);
        try {
            List<AssembledInstruction> assembly = program.kernel(name).assembly();
            facts.put(
                    "instructions",
                    assembly.stream().map(PtxAssemblyVerb::facts).toList());
        } catch (InputException e) {
            facts.put("unsupported", e.getMessage());
        }
        return facts;
    }

    private static Map<String, Object> facts(AssembledInstruction instruction) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("line", instruction.line());
        facts.put("name", instruction.name());
        facts.put("loops", instruction.loops());
        facts.put("machine", instruction.machine().stream().map(Enum::name).toList());
        return facts;
    }
}
