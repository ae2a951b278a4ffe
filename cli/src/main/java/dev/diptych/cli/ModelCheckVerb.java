package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.run.Backend;
import dev.diptych.model.run.BackendPlugin;
import dev.diptych.systems.bundle.Bundle;
import dev.diptych.systems.bundle.BundleFolder;
import dev.diptych.systems.bundle.BundleKernel;
import dev.diptych.systems.bundle.Draws;
import dev.diptych.systems.bundle.Expected;
import dev.diptych.systems.bundle.InferenceProgram;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diptych model check}: what a bundle computes, held against what it should, and how long its kernels take. */
@Command(
        name = "check",
        description = {
            "Run a bundle and compare its results with its expected.npz; without one, each",
            "pass with the first of the same images, bit for bit. Exit code 1 if they differ."
        },
        mixinStandardHelpOptions = true)
final class ModelCheckVerb implements Callable<Integer> {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final int DRAWN_IMAGES = 2;

    @Parameters(paramLabel = "DIR", description = "The bundle: a directory with model.json and PTX.")
    private Path directory = Path.of("");

    @Option(
            names = "--backend",
            paramLabel = "B",
            defaultValue = "sim",
            description = "sim, the JVM, or cuda, this machine's first GPU. Default: ${DEFAULT-VALUE}.")
    private String backend = "sim";

    @Option(
            names = "--platform",
            paramLabel = "P",
            defaultValue = "h200",
            description = "The GPU that it runs on: a preset or a .yaml file. Default: ${DEFAULT-VALUE}.")
    private String platform = "h200";

    @Option(
            names = "--passes",
            paramLabel = "N",
            defaultValue = "4",
            description = "Times that the kernels are run, one after the other. Default: ${DEFAULT-VALUE}.")
    private int passes;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "What weights and images are drawn from if the bundle has none. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--times", description = "Also print how long each kernel took: the median of the passes.")
    private boolean hasTimes;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (passes < 1) {
            throw new InputException("--passes %d: should be 1 or more".formatted(passes));
        }
        Bundle bundle = BundleFolder.read(directory);
        Optional<Expected> expected = Expected.read(directory, bundle);
        List<List<Integer>> lots = lots(bundle, expected);
        InferenceProgram program = new InferenceProgram(
                bundle, lots.stream().map(lot -> pixels(bundle, expected, lot)).toList(), passes);
        run(program);
        PrintWriter out = spec.commandLine().getOut();
        boolean isGood = expected.isPresent()
                ? compare(program.results(), lots, expected.get(), out)
                : compare(program.results(), lots.size(), out);
        times(bundle, program, out);
        out.flush();
        return isGood ? Main.GOOD : Main.FAILED;
    }

    /** Returns which images passes take: each once, as far as they fill batches, the last batch with the first ones. */
    private static List<List<Integer>> lots(Bundle bundle, Optional<Expected> expected) {
        int images = expected.map(all -> all.images().size()).orElse(DRAWN_IMAGES);
        List<List<Integer>> lots = new ArrayList<>();
        for (int first = 0; first < images; first += bundle.batch()) {
            lots.add(IntStream.range(first, first + bundle.batch())
                    .mapToObj(image -> image % images)
                    .toList());
        }
        return lots;
    }

    private float[] pixels(Bundle bundle, Optional<Expected> expected, List<Integer> lot) {
        int each = Math.toIntExact(bundle.inputStorage().count() / bundle.batch());
        float[] pixels = new float[each * lot.size()];
        for (int i = 0; i < lot.size(); i++) {
            int image = lot.get(i);
            float[] one = expected.map(all -> all.images().get(image)).orElseGet(() -> Draws.images(seed, image, each));
            System.arraycopy(one, 0, pixels, i * each, each);
        }
        return pixels;
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // The backend is given its own settings.
    private void run(InferenceProgram program) {
        Platform machine = Platforms.load(platform);
        BackendPlugin plugin = Plugins.find(BackendPlugin.class, "backend", backend);
        try (Backend opened = plugin.open(machine, seed, plugin.defaults())) {
            opened.run(program, List.of());
        }
    }

    private static boolean compare(List<Bytes> results, List<List<Integer>> lots, Expected expected, PrintWriter out) {
        double largest = 0;
        for (int pass = 0; pass < results.size(); pass++) {
            List<Integer> lot = lots.get(pass % lots.size());
            Optional<String> difference = expected.difference(lot, results.get(pass));
            if (difference.isPresent()) {
                out.printf("pass %d: %s%n", pass, difference.get());
                return false;
            }
            largest = Math.max(largest, expected.largestDifference(lot, results.get(pass)));
        }
        out.printf(
                "%d passes as expected; largest difference %.3g of %.3g that are allowed%n",
                results.size(), largest, expected.tolerance());
        return true;
    }

    private static boolean compare(List<Bytes> results, int lots, PrintWriter out) {
        for (int pass = lots; pass < results.size(); pass++) {
            if (!results.get(pass).equals(results.get(pass % lots))) {
                out.printf("pass %d: results differ from those of pass %d%n", pass, pass % lots);
                return false;
            }
        }
        out.printf(
                "%d passes, of which those of the same images are the same; nothing says what they should be (expected.npz)%n",
                results.size());
        return true;
    }

    private void times(Bundle bundle, InferenceProgram program, PrintWriter out) {
        List<List<Long>> nanos = program.kernelNanos();
        double total = 0;
        for (int kernel = 0; kernel < bundle.kernels().size(); kernel++) {
            int index = kernel;
            double micros = median(nanos.stream().map(pass -> pass.get(index)).toList());
            total += micros;
            if (hasTimes) {
                BundleKernel launch = bundle.kernels().get(kernel);
                out.printf(
                        "%4d %-32s %4d x %4d x %4d blocks %10.2f us%n",
                        kernel,
                        launch.kernel().entry(),
                        launch.grid().x(),
                        launch.grid().y(),
                        launch.grid().z(),
                        micros);
            }
        }
        out.printf(
                "%d kernels take %.1f us, a pass with its copies %.1f us (medians)%n",
                bundle.kernels().size(), total, median(program.passNanos()));
    }

    private static double median(List<Long> nanos) {
        return nanos.stream().sorted().toList().get(nanos.size() / 2) / NANOS_PER_MICRO;
    }
}
