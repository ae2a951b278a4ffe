package dev.diptych.systems.argument;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;
import dev.diptych.model.op.Bytes;
import dev.diptych.traces.NpyArray;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Arguments as people write them: {@code KIND:VALUE}, or {@code null}. Before the kind of an array, {@code host:} or {@code peer:} puts it into the
 * host's memory or that of {@code gpu1}; else it lies in that of {@code gpu0}.
 */
public final class ArgumentParser {
    private static final String KINDS =
            "in inout out zeros random below iota permutation ring csr phantom bytes null, after host: or peer: or neither";
    private static final Gpu GPU = new Gpu(0);
    private static final Gpu PEER = new Gpu(1);
    private static final Pattern ARRAY = Pattern.compile("(\\w+)\\[\\s*((?:\\d{1,18}\\s*,\\s*)*(?:\\d{1,18}\\s*)?)]");

    private ArgumentParser() {}

    /**
     * Returns the arguments, in order. Input files are opened and output files found to be writable, so that a long run does not end in a
     * mistake.
     *
     * @param what the user gives them with, for messages
     * @throws InputException naming the argument's position, counted from 1
     */
    public static List<Argument> parse(String what, List<String> texts) {
        List<Argument> arguments = new ArrayList<>();
        Set<Path> outputs = new HashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            try {
                arguments.add(placed(text));
                checkUnshared(arguments.get(i), outputs);
            } catch (InputException e) {
                throw new InputException("%s %d '%s': %s".formatted(what, i + 1, text, e.getMessage()), e);
            }
        }
        return arguments;
    }

    private static void checkUnshared(Argument argument, Set<Path> outputs) {
        if (argument instanceof Argument.Buffer buffer
                && buffer.output() != null
                && !outputs.add(buffer.output().toAbsolutePath().normalize())) {
            throw new InputException("%s is the output of another argument, too".formatted(buffer.output()));
        }
    }

    private static Argument placed(String text) {
        String[] places = text.split(":", 2);
        Place place = switch (places[0]) {
            case "host" -> HostMemory.HOST;
            case "peer" -> PEER;
            default -> GPU;
        };
        Argument argument = parse(place.equals(GPU) || places.length < 2 ? text : places[1]);
        if (place.equals(GPU)) {
            return argument;
        }
        if (!(argument instanceof Argument.Buffer buffer)) {
            throw new InputException("%s: says where an array lies, and this is none".formatted(places[0]));
        }
        return new Argument.Buffer(place, buffer.type(), buffer.shape(), buffer.contents(), buffer.output());
    }

    private static Argument parse(String text) {
        if (text.equals("null")) {
            return new Argument.NullPointer();
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new InputException("should be KIND:VALUE, such as i32:5 or out:f32[1024]");
        }
        String kind = text.substring(0, colon);
        String value = text.substring(colon + 1);
        if (ElementType.isType(kind)) {
            ElementType type = ElementType.of(kind);
            return new Argument.Scalar(type, Numbers.parse(value, type));
        }
        return switch (kind) {
            case "bytes" -> new Argument.Structure(hexadecimal(value));
            case "in" -> given(value, null);
            case "inout" -> inout(value);
            case "out" -> array(value, new Argument.Contents.Poison());
            case "zeros" -> array(value, new Argument.Contents.Zeros());
            case "random" -> MadeArray.RANDOM.parse(value);
            case "below" -> MadeArray.BELOW.parse(value);
            case "iota" -> MadeArray.IOTA.parse(value);
            case "permutation" -> MadeArray.PERMUTATION.parse(value);
            case "ring" -> MadeArray.RING.parse(value);
            case "csr" -> MadeArray.CSR.parse(value);
            case "phantom" -> phantom(value);
            default ->
                throw new InputException(
                        "no kind is named '%s'; known: %s %s".formatted(kind, ElementType.names(" "), KINDS));
        };
    }

    private static Bytes hexadecimal(String digits) {
        try {
            return Bytes.copyOf(ByteBuffer.wrap(HexFormat.of().parseHex(digits)));
        } catch (IllegalArgumentException e) {
            throw new InputException("'%s' should be two hexadecimal digits a byte".formatted(digits), e);
        }
    }

    private static Argument given(String name, @Nullable Path output) {
        NpyArray array = NpyArray.open(path(name));
        return new Argument.Buffer(
                GPU, ElementType.of(array.type()), array.shape(), new Argument.Contents.Given(array), output);
    }

    private static Argument inout(String value) {
        int arrow = value.lastIndexOf('>');
        if (arrow < 0) {
            throw new InputException("should be inout:FILE.npy>OUT.npy (quoted, so that the shell leaves > alone)");
        }
        return given(value.substring(0, arrow), output(value.substring(arrow + 1)));
    }

    private static Argument phantom(String value) {
        if (value.indexOf('>') >= 0) {
            throw new InputException("what is written to a phantom is dropped, so it has no output");
        }
        return array(value, new Argument.Contents.Phantom());
    }

    static Argument.Buffer array(String value, Argument.Contents contents) {
        int arrow = value.indexOf('>');
        String typeAndShape = arrow < 0 ? value : value.substring(0, arrow);
        Matcher matcher = ARRAY.matcher(typeAndShape);
        if (!matcher.matches()) {
            throw new InputException(
                    "'%s' should be TYPE[SHAPE], such as f32[1024] or i32[64,128]".formatted(typeAndShape));
        }
        List<Long> shape = Stream.of(matcher.group(2).split(","))
                .map(String::strip)
                .filter(length -> !length.isEmpty())
                .map(Long::valueOf)
                .toList();
        Path output = arrow < 0 ? null : output(value.substring(arrow + 1));
        Argument.Buffer buffer = new Argument.Buffer(GPU, ElementType.of(matcher.group(1)), shape, contents, output);
        // Its size is checked as the array of a file is made.
        buffer.asFile();
        return buffer;
    }

    private static Path output(String name) {
        Path file = path(name);
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new InputException("%s: there is no such directory".formatted(directory));
        }
        if (Files.isDirectory(file) || !Files.isWritable(Files.exists(file) ? file : directory)) {
            throw new InputException("%s: cannot be written".formatted(file));
        }
        return file;
    }

    private static Path path(String name) {
        if (name.isEmpty()) {
            throw new InputException("names no file");
        }
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new InputException("'%s' is no file name".formatted(name), e);
        }
    }
}
