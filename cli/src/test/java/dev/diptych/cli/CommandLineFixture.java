package dev.diptych.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The program as a user calls it, without a process of its own. */
final class CommandLineFixture {
    /** Small changes to the experiments of the repository, so that each takes a moment. */
    private static final String[] SMALL_STREAM = {
        "--set", "system.bytes=65536", "--set", "system.blocks=4", "--set", "arrivals.count=26"
    };

    private CommandLineFixture() {}

    /** What a call came to. */
    record Said(int code, String out, String err) {}

    static Said diptych(List<String> args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), args.toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }

    static Said diptych(String... args) {
        return diptych(List.of(args));
    }

    /** Runs {@code stream} with few bytes and requests into a directory. */
    static Said smallStream(Path out, String... more) {
        List<String> args = new ArrayList<>(List.of("run", experiment("stream")));
        args.addAll(List.of(SMALL_STREAM));
        args.addAll(List.of("--out", out.toString()));
        args.addAll(Arrays.asList(more));
        return diptych(args);
    }

    /** Returns the path of an experiment of the repository. */
    static String experiment(String name) {
        return repository("experiments/" + name + ".yaml").toString();
    }

    /** Returns a path below the repository's root, which lies at or above the working directory. */
    static Path repository(String path) {
        Path root = Path.of("").toAbsolutePath();
        while (root != null && !Files.isDirectory(root.resolve("experiments"))) {
            root = root.getParent();
        }
        if (root == null) {
            throw new IllegalStateException(
                    "no repository at or above " + Path.of("").toAbsolutePath());
        }
        return root.resolve(path);
    }

    /** Returns the names of what lies in a directory, hidden files included. */
    static List<String> names(Path directory) {
        try (Stream<Path> children = Files.list(directory)) {
            return children.map(child -> child.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
