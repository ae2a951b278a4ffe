package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.systems.bundle.Bundle;
import dev.diptych.systems.bundle.BundleWriter;
import dev.diptych.systems.bundle.Storage;
import dev.diptych.systems.network.Lowering;
import dev.diptych.systems.network.Network;
import dev.diptych.systems.network.NetworkFile;
import dev.diptych.systems.network.NetworkParameters;
import dev.diptych.systems.network.Reference;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diptych model compile}: a network's layers to a bundle. */
@Command(
        name = "compile",
        description = "Compile a network's layers to a bundle: kernels, weights, and what they should compute.",
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
            names = "--weights",
            paramLabel = "FILE.npz",
            description = "The layers' parameters, named and laid out as PyTorch does. Default: drawn from the seed.")
    private @Nullable Path weights;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "What images are drawn from, and weights that no file gives. Default: ${DEFAULT-VALUE}.")
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
        NetworkParameters parameters =
                weights == null ? NetworkParameters.drawn(network, seed) : NetworkParameters.read(weights, network);
        Bundle bundle = Lowering.compile(network, parameters, batch);
        BundleWriter.write(bundle, out);
        if (images > 0) {
            Reference.expected(network, parameters, seed, images).write(out);
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
