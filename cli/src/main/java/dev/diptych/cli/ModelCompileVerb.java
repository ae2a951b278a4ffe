package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.systems.bundle.Bundle;
import dev.diptych.systems.bundle.BundleWriter;
import dev.diptych.systems.bundle.Storage;
import dev.diptych.systems.network.Lowering;
import dev.diptych.systems.network.Network;
import dev.diptych.systems.network.NetworkFile;
import dev.diptych.systems.network.Reference;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diptych model compile}: a network's layers to a bundle. */
@Command(
        name = "compile",
        description =
                "Compile a network's layers to a bundle: kernels, weights from a seed, and what they should compute.",
        mixinStandardHelpOptions = true)
final class ModelCompileVerb implements Callable<Integer> {
    private static final int MOST_IMAGES = 1000;

    @Parameters(paramLabel = "LAYERS.yaml", description = "The network's layers.")
    private Path file = Path.of("");

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The bundle's directory.")
    private Path out = Path.of("");

    @Option(
            names = "--size",
            paramLabel = "N",
            description = "Height and width of images, in pixels. Default: the file's.")
    private int size;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1",
            description = "Images that go through the kernels at once. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "What weights and images are drawn from. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "2",
            description =
                    "Images whose results a plain reference computes, for checks; 0 for none. Default: ${DEFAULT-VALUE}.")
    private int images;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (images < 0 || images > MOST_IMAGES) {
            throw new InputException("--images %d: should be from 0 to %d".formatted(images, MOST_IMAGES));
        }
        boolean isSized = spec.commandLine().getParseResult().hasMatchedOption("--size");
        Network network = NetworkFile.read(file, isSized ? OptionalInt.of(size) : OptionalInt.empty());
        Bundle bundle = Lowering.compile(network, seed, batch);
        BundleWriter.write(bundle, out);
        if (images > 0) {
            Reference.expected(network, seed, images).write(out);
        }
        PrintWriter console = spec.commandLine().getOut();
        console.printf(
                "%s: %d launches of %d kernels; %.1f MB of weights, %.1f MB that each instance has for itself%n",
                out,
                bundle.kernels().size(),
                bundle.kernels().stream()
                        .map(kernel -> kernel.kernel().entry())
                        .distinct()
                        .count(),
                megabytes(bundle, true),
                megabytes(bundle, false));
        console.flush();
        return Main.GOOD;
    }

    private static double megabytes(Bundle bundle, boolean isGiven) {
        return bundle.storages().stream()
                        .filter(storage -> storage.isGiven() == isGiven)
                        .mapToLong(Storage::bytes)
                        .sum()
                / 1e6;
    }
}
