package dev.diptych.systems.bundle;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Bytes;
import dev.diptych.traces.NpyType;
import dev.diptych.traces.NpzFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Images and what a model should make of them, whoever found that out. In a bundle's directory it is the file {@code expected.npz} with three arrays: "data",
 * float32, images along the first dimension; "output", float64 or float32, their results; "tolerance", float64, one number.
 *
 * @param images one by one
 * @param outputs of each image
 * @param tolerance the largest difference of a number from what it should be
 */
@SuppressWarnings("ArrayRecordComponent") // Lists of arrays, compared with nothing.
public record Expected(List<float[]> images, List<double[]> outputs, double tolerance) {
    private static final String FILE = "expected.npz";
    private static final String TOLERANCE = "tolerance";

    public Expected {
        images = List.copyOf(images);
        outputs = List.copyOf(outputs);
        if (images.isEmpty() || images.size() != outputs.size() || !(tolerance >= 0)) {
            throw new IllegalArgumentException(
                    "%d images with %d outputs, tolerance %s".formatted(images.size(), outputs.size(), tolerance));
        }
    }

    /**
     * Returns what a bundle's directory expects of it; nothing if it says nothing.
     *
     * @throws InputException when the arrays are not those of the bundle
     */
    public static Optional<Expected> read(Path directory, Bundle bundle) {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Map<String, NpzFile.Contents> arrays = NpzFile.read(file);
        int pixels = Math.toIntExact(bundle.inputStorage().count() / bundle.batch());
        int results = Math.toIntExact(bundle.outputStorage().count() / bundle.batch());
        double[] data = numbers(file, arrays, BundleFolder.INPUT);
        double[] output = numbers(file, arrays, BundleFolder.OUTPUT);
        double[] tolerance = numbers(file, arrays, TOLERANCE);
        int count = data.length / pixels;
        if (count == 0 || data.length % pixels != 0 || output.length != count * results) {
            throw new InputException("%s: %d and %d numbers are not images of %d with results of %d each"
                    .formatted(file, data.length, output.length, pixels, results));
        }
        if (tolerance.length != 1 || !(tolerance[0] >= 0)) {
            throw new InputException("%s: '%s' should be one number of at least 0".formatted(file, TOLERANCE));
        }
        List<float[]> images = new ArrayList<>();
        List<double[]> outputs = new ArrayList<>();
        for (int image = 0; image < count; image++) {
            float[] one = new float[pixels];
            for (int i = 0; i < pixels; i++) {
                one[i] = (float) data[image * pixels + i];
            }
            images.add(one);
            outputs.add(Arrays.copyOfRange(output, image * results, (image + 1) * results));
        }
        return Optional.of(new Expected(images, outputs, tolerance[0]));
    }

    private static double[] numbers(Path file, Map<String, NpzFile.Contents> arrays, String name) {
        NpzFile.Contents array = arrays.get(name);
        if (array == null || (array.type() != NpyType.F32 && array.type() != NpyType.F64)) {
            throw new InputException("%s: %s"
                    .formatted(
                            file,
                            array == null
                                    ? "has no array '%s'".formatted(name)
                                    : "'%s' is of %s; it should be of f32 or f64".formatted(name, array.type())));
        }
        ByteBuffer bytes = array.bytes().buffer();
        double[] numbers = new double[bytes.remaining() / array.type().bytes()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.type() == NpyType.F32 ? bytes.getFloat() : bytes.getDouble();
        }
        return numbers;
    }

    /** Writes it into a bundle's directory. */
    public void write(Path directory) {
        Map<String, NpzFile.Contents> arrays = new LinkedHashMap<>();
        List<Bytes> pixels = images.stream().map(Draws::bytes).toList();
        arrays.put(BundleFolder.INPUT, array(NpyType.F32, pixels, images.get(0).length));
        List<Bytes> results = outputs.stream().map(Expected::bytes).toList();
        arrays.put(BundleFolder.OUTPUT, array(NpyType.F64, results, outputs.get(0).length));
        arrays.put(TOLERANCE, new NpzFile.Contents(NpyType.F64, List.of(), bytes(new double[] {tolerance})));
        NpzFile.write(directory.resolve(FILE), arrays);
    }

    private static NpzFile.Contents array(NpyType type, List<Bytes> rows, int columns) {
        ByteBuffer all = ByteBuffer.allocate(rows.stream().mapToInt(Bytes::size).reduce(0, Math::addExact));
        rows.forEach(row -> all.put(row.buffer()));
        return new NpzFile.Contents(type, List.of((long) rows.size(), (long) columns), Bytes.copyOf(all.flip()));
    }

    private static Bytes bytes(double[] numbers) {
        ByteBuffer buffer = ByteBuffer.allocate(numbers.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asDoubleBuffer().put(numbers);
        return Bytes.copyOf(buffer);
    }

    /**
     * Returns how results differ from what they should be; empty if no more than they may.
     *
     * @param which images were taken, one after the other
     * @param results of all of them
     */
    public Optional<String> difference(List<Integer> which, Bytes results) {
        float[] found = Draws.floats(results);
        int each = found.length / which.size();
        for (int i = 0; i < found.length; i++) {
            double expected = outputs.get(which.get(i / each))[i % each];
            // Written so that what is no number differs.
            if (!(Math.abs(found[i] - expected) <= tolerance)) {
                return Optional.of("result %d of image %d is %s, but should be %s, give or take %.2g"
                        .formatted(i % each, which.get(i / each), found[i], (float) expected, tolerance));
            }
        }
        return Optional.empty();
    }

    /** Returns the largest difference of a result from what it should be. */
    public double largestDifference(List<Integer> which, Bytes results) {
        float[] found = Draws.floats(results);
        int each = found.length / which.size();
        double largest = 0;
        for (int i = 0; i < found.length; i++) {
            double difference = Math.abs(found[i] - outputs.get(which.get(i / each))[i % each]);
            largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
        }
        return largest;
    }
}
