package dev.diptych.clients;

import dev.diptych.model.InputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server says to a client that has connected, as lines of text.
 *
 * @param memory where the client opens what it shares with the server
 * @param models that are served, by the number that requests name them with
 */
record Greeting(Path memory, RegionLayout layout, List<String> models) {
    /** What the first line is; another number is another layout of shared memory. */
    static final String VERSION = "diptych-clients 1";

    /** What a server that has no room says instead. */
    static final String REFUSAL = "refused: ";

    static final int MOST_BYTES = 1 << 16;

    private static final int SIZES_LINE = 2;
    private static final int MODELS_LINE = 5;

    Greeting {
        models = List.copyOf(models);
        boolean isOfLines = models.stream().noneMatch(name -> name.contains("\n"));
        if (models.size() > 1 << RequestWord.MODEL_BITS
                || !isOfLines
                || String.join("\n", models).getBytes(StandardCharsets.UTF_8).length > MOST_BYTES / 2) {
            throw new InputException(
                    "clients can be told of %d models at most, their names of one line and %d bytes in all"
                            .formatted(1 << RequestWord.MODEL_BITS, MOST_BYTES / 2));
        }
    }

    String text() {
        return "%s\n%s\n%d\n%d\n%d\n%d\n%s\n"
                .formatted(
                        VERSION,
                        memory,
                        layout.slots(),
                        layout.inputBytes(),
                        layout.outputBytes(),
                        models.size(),
                        String.join("\n", models));
    }

    /**
     * Returns the greeting that a text holds.
     *
     * @throws InputException when the server has refused, or speaks otherwise
     */
    static Greeting of(String text) {
        List<String> lines = text.lines().toList();
        if (!lines.isEmpty() && lines.get(0).startsWith(REFUSAL)) {
            throw new InputException("the server " + lines.get(0));
        }
        if (lines.size() <= MODELS_LINE || !lines.get(0).equals(VERSION)) {
            throw new InputException(
                    "what answers at the socket is no server of this version: it does not begin with '%s'"
                            .formatted(VERSION));
        }
        RegionLayout layout = new RegionLayout(
                Integer.parseInt(lines.get(SIZES_LINE)),
                Integer.parseInt(lines.get(SIZES_LINE + 1)),
                Integer.parseInt(lines.get(SIZES_LINE + 2)));
        return new Greeting(
                Path.of(lines.get(1)), layout, new ArrayList<>(lines.subList(MODELS_LINE + 1, lines.size())));
    }

    /** Returns whether a text that has come so far is all of it. */
    static boolean isComplete(String text) {
        List<String> lines = text.lines().toList();
        return text.endsWith("\n")
                && (!lines.get(0).equals(VERSION)
                        || (lines.size() > MODELS_LINE
                                && lines.size() == MODELS_LINE + 1 + Integer.parseInt(lines.get(MODELS_LINE))));
    }
}
