package dev.diptych.cli;

import dev.diptych.clients.Latencies;
import dev.diptych.clients.OpenLoop;
import dev.diptych.clients.ServingClient;
import dev.diptych.clients.WakeUp;
import dev.diptych.model.InputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code diptych request}: requests to a server in another process, and how long their answers take. */
@Command(
        name = "request",
        description = "Send requests to a server at random times; latency counts from the time that was intended.",
        mixinStandardHelpOptions = true)
final class RequestVerb implements Callable<Integer> {
    private static final double NANOS_PER_MICRO = 1000;
    private static final double MEDIAN = 0.5;
    private static final double TAIL = 0.99;

    @Option(names = "--socket", paramLabel = "PATH", required = true, description = "Where the server is.")
    private Path socket = Path.of("");

    @Option(names = "--model", paramLabel = "NAME", required = true, description = "One of those that it serves.")
    private String model = "";

    @Option(names = "--count", paramLabel = "N", defaultValue = "1000", description = "Default: ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "100",
            description = "Requests per second, on average. Default: ${DEFAULT-VALUE}.")
    private double ratePerSecond;

    @Option(
            names = "--input-bytes",
            paramLabel = "B",
            defaultValue = "1024",
            description = "Bytes of each request. Default: ${DEFAULT-VALUE}.")
    private int inputBytes;

    @Option(
            names = "--wake-up",
            defaultValue = "hybrid",
            description = "How answers are waited for: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private WakeUp wakeUp = WakeUp.HYBRID;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--check",
            description =
                    "Fail unless each answer is the checksum of its input, as of a model that reads nothing back.")
    private boolean isChecking;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (count < 1 || !(ratePerSecond > 0)) {
            throw new InputException("--count %d --rate %s: both should be positive".formatted(count, ratePerSecond));
        }
        try (ServingClient client = ServingClient.connect(socket, wakeUp)) {
            int kind = client.models().indexOf(model);
            if (kind < 0) {
                throw new InputException("--model %s: the server has %s".formatted(model, client.models()));
            }
            if (inputBytes < 0 || inputBytes > client.inputBytes()) {
                throw new InputException(
                        "--input-bytes %d: the server takes 0 to %d".formatted(inputBytes, client.inputBytes()));
            }
            return report(new OpenLoop(client, kind, count, ratePerSecond, inputBytes, seed).run());
        } catch (IOException e) {
            throw new InputException("%s: %s".formatted(socket, e.getMessage()), e);
        }
    }

    private int report(Latencies latencies) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("served %d, refused %d%n", latencies.served(), latencies.refused());
        out.printf("mean %.1f us%n", latencies.meanNanos() / NANOS_PER_MICRO);
        out.printf("p50 %.1f us%n", latencies.quantileNanos(MEDIAN) / NANOS_PER_MICRO);
        out.printf("p99 %.1f us%n", latencies.quantileNanos(TAIL) / NANOS_PER_MICRO);
        out.printf("waiting took %.1f us of a processor per answer%n", latencies.waitingNanos() / NANOS_PER_MICRO);
        if (isChecking) {
            out.printf("%d answers are not the checksum of their input%n", latencies.unlike());
        }
        out.flush();
        return isChecking && latencies.unlike() > 0 ? Main.FAILED : Main.GOOD;
    }
}
