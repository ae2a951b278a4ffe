package dev.diptych.cli;

import dev.diptych.model.hw.Platforms;
import dev.diptych.real.CudaDevices;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code diptych info}: what this machine has. */
@Command(name = "info", description = "Show this machine: software, host, GPUs.", mixinStandardHelpOptions = true)
final class InfoVerb implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run().
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        Provenance.software().forEach((name, value) -> out.printf("%-12s %s%n", name, value));
        Provenance.host().forEach((name, value) -> out.printf("%-12s %s%n", name, value));
        out.printf("%-12s %s%n", "platforms", String.join(", ", Platforms.presets()));
        CudaDevices.describe().forEach(out::println);
        out.flush();
    }
}
