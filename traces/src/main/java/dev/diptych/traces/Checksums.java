package dev.diptych.traces;

import dev.diptych.model.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;

/** The SHA-256 of files in a directory, as a text that {@code sha256sum -c} checks too. It finds damage, not forgery. */
final class Checksums {
    static final String FILE = "SHA256SUMS";

    private Checksums() {}

    /** Writes the checksums of files, named relative to a directory, into that directory. */
    static void write(Path directory, List<String> files) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String file : files) {
            text.append(Sha256.line(Sha256.of(directory.resolve(file)), file));
        }
        Files.writeString(directory.resolve(FILE), text);
    }

    /**
     * Checks that a directory lists exactly these files and that each of them is as it was.
     *
     * @throws InputException naming the first file that is missing or differs
     */
    static void check(Path directory, List<String> files) throws IOException {
        Path list = directory.resolve(FILE);
        Map<String, String> expected = new TreeMap<>();
        // Bytes that are no text of ours become lines that do not match, rather than a decoder's complaint.
        for (String line : new String(Files.readAllBytes(list), StandardCharsets.ISO_8859_1).split("\n", -1)) {
            Matcher matcher = Sha256.LINE.matcher(line);
            if (matcher.matches()) {
                expected.put(matcher.group(2), matcher.group(1));
            } else if (!line.isEmpty()) {
                throw new InputException("%s: is damaged; its lines are a SHA-256 and a file's name".formatted(list));
            }
        }
        for (String file : files) {
            String recorded = expected.remove(file);
            if (recorded == null) {
                throw new InputException("%s: does not list %s, which every run has".formatted(list, file));
            }
            Path path = directory.resolve(file);
            if (!Files.isRegularFile(path)) {
                throw new InputException("%s: is missing from the run".formatted(path));
            }
            if (!Sha256.of(path).equals(recorded)) {
                throw new InputException(
                        "%s: is damaged or was edited; its SHA-256 is not the one in %s".formatted(path, FILE));
            }
        }
        if (!expected.isEmpty()) {
            throw new InputException("%s: lists files that no run has: %s"
                    .formatted(list, String.join(", ", expected.keySet()).replaceAll("[^ -~]", "?")));
        }
    }
}
