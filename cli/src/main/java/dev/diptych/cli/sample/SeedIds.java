package dev.diptych.cli.sample;

import dev.diptych.model.InputException;
import dev.diptych.traces.graph.Graph;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringTokenizer;
import java.util.stream.IntStream;

/** Seeds as option {@code --seeds} names them: ids with commas between them, or a file of ids with white space between them. */
public final class SeedIds {
    private static final String LIST = "\\s*\\d+\\s*(,\\s*\\d+\\s*)*";

    private SeedIds() {}

    /**
     * Returns the vertices that the graph's input calls so, in their order.
     *
     * @throws InputException when there is no such file or vertex, or no seed at all
     */
    public static int[] of(String text, Graph graph) {
        IntStream.Builder vertices = IntStream.builder();
        if (text.matches(LIST)) {
            for (String id : text.split(",", -1)) {
                vertices.add(vertex(id.strip(), graph, "--seeds"));
            }
            return vertices.build().toArray();
        }
        Path file = Path.of(text);
        if (text.isBlank() || !Files.exists(file) || Files.isDirectory(file)) {
            throw new InputException(
                    "--seeds '%s': should be ids with commas between them, or a file of ids".formatted(text));
        }
        read(file, graph, vertices);
        int[] all = vertices.build().toArray();
        if (all.length == 0) {
            throw new InputException("%s: holds no id; a sample is asked for some vertices".formatted(file));
        }
        return all;
    }

    private static void read(Path file, Graph graph, IntStream.Builder vertices) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                StringTokenizer ids = new StringTokenizer(line);
                while (ids.hasMoreTokens()) {
                    vertices.add(vertex(ids.nextToken(), graph, file + ":" + number));
                }
                number++;
            }
        } catch (CharacterCodingException e) {
            throw new InputException("%s: is not UTF-8 text".formatted(file), e);
        } catch (IOException e) {
            throw new InputException("%s: cannot be read (%s)".formatted(file, e.getMessage()), e);
        }
    }

    private static int vertex(String id, Graph graph, String where) {
        long number;
        try {
            number = Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw new InputException("%s: '%s' should be an id, a whole number".formatted(where, id), e);
        }
        try {
            return graph.vertex(number);
        } catch (InputException e) {
            throw new InputException("%s: %s".formatted(where, e.getMessage()), e);
        }
    }
}
