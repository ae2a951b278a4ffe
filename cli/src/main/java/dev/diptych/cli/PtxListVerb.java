package dev.diptych.cli;

import dev.diptych.cli.ptx.KernelParameters;
import dev.diptych.model.InputException;
import dev.diptych.sim.ptx.PtxKernel;
import dev.diptych.sim.ptx.PtxProgram;
import dev.diptych.sim.ptx.syntax.Variable;
import dev.diptych.traces.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diptych ptx list}: the kernels of a PTX file and what they take. */
@Command(
        name = "list",
        description = "List a PTX file's kernels with their parameters and limits.",
        mixinStandardHelpOptions = true)
final class PtxListVerb implements Callable<Integer> {
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

    private static void print(PtxProgram program, String name, PrintWriter out) {
        out.println(name);
        try {
            print(program.kernel(name), out);
        } catch (InputException e) {
            out.println("    cannot be executed: " + e.getMessage());
        }
    }

    private static void print(PtxKernel kernel, PrintWriter out) {
        out.printf("    %-20s %d bytes%n", "static shared", kernel.staticSharedBytes());
        if (kernel.maxThreads() > 0) {
            out.printf("    %-20s at most %d%n", "threads of a block", kernel.maxThreads());
        }
        List<Variable> parameters = kernel.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            out.printf(
                    "    --arg %-14d %s, %s%n",
                    i + 1, parameters.get(i).name(), KernelParameters.expectation(parameters.get(i)));
        }
    }

    private static Map<String, Object> facts(PtxProgram program, String name) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", name);
        try {
            facts.putAll(facts(program.kernel(name)));
        } catch (InputException e) {
            facts.put("unsupported", e.getMessage());
        }
        return facts;
    }

    private static Map<String, Object> facts(PtxKernel kernel) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("staticSharedBytes", kernel.staticSharedBytes());
        facts.put("maxThreads", kernel.maxThreads() > 0 ? kernel.maxThreads() : null);
        facts.put(
                "parameters",
                kernel.parameters().stream().map(PtxListVerb::facts).toList());
        return facts;
    }

    private static Map<String, Object> facts(Variable parameter) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", parameter.name());
        facts.put("type", KernelParameters.type(parameter));
        facts.put("bytes", parameter.bytes());
        return facts;
    }
}
