package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.model.config.ConfigNode.Scalar;
import dev.diptych.model.config.Yaml;
import dev.diptych.real.CudaDevices;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The runs that constants are fitted to, on this machine's GPUs. */
final class MicroBenchmarks {
    private static final Path SUITES = Path.of("experiments", "suites");
    /** Of one GPU, in the order in which they are carried out. */
    static final List<String> ONE_GPU =
            List.of("micro.yaml", "micro-core.yaml", "micro-memory.yaml", "micro-reuse.yaml", "micro-launch.yaml");

    static final String TWO_GPUS = "micro-pair.yaml";

    private MicroBenchmarks() {}

    /**
     * Carries out the project's micro-benchmarks, those of pairs too where there are two GPUs.
     *
     * @param base the platform that the runs name; none for the preset with this machine's GPUs
     * @param directory gets a run directory for each run
     * @throws InputException when this machine has no GPU, no preset has it, or a run failed: what was recorded stays, for {@code --from}
     */
    static void record(@Nullable String base, Path directory, CommandLine said) {
        List<String> gpus = CudaDevices.names();
        String platform = base == null ? CalibrationRuns.preset(gpus.get(0), Math.min(2, gpus.size())) : base;
        List<SuiteExecution> suites = new ArrayList<>();
        for (String suite : ONE_GPU) {
            suites.add(suite(suite, platform, directory));
        }
        if (gpus.size() > 1) {
            suites.add(suite(TWO_GPUS, platform, directory));
        }
        int failed = 0;
        for (SuiteExecution suite : suites) {
            failed += suite.carryOut(said.getOut(), said.getErr());
        }
        if (failed > 0) {
            throw new InputException(
                    "%d runs failed; to fit to the others: diptych calibrate --from %s".formatted(failed, directory));
        }
    }

    private static SuiteExecution suite(String name, String platform, Path directory) {
        Path file = Path.of(System.getenv().getOrDefault("DIPTYCH_HOME", ""))
                .resolve(SUITES)
                .resolve(name);
        return SuiteExecution.of(
                Suite.of(Yaml.read(file), file),
                node -> node.with("platform", new Scalar("--base", platform, Scalar.Kind.STRING)),
                "cuda",
                directory,
                false);
    }
}
