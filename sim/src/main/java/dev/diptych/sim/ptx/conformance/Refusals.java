package dev.diptych.sim.ptx.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The instructions that the assembler does not take for the modules' target, with what it says: a line each, instruction and reason with a
 * tabulator between them, as {@code scripts/conformance-refusals} writes it.
 */
final class Refusals {
    private static final String FILE = "refusals-%s.tsv".formatted(ProbeModule.TARGET);

    private Refusals() {}

    static Map<String, String> read() {
        Map<String, String> refusals = new TreeMap<>();
        try (InputStream in = Refusals.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is not on the class path beside " + Refusals.class.getName());
            }
            var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] columns = line.split("\t", 2);
                if (columns.length != 2) {
                    throw new IllegalStateException(
                            "%s: '%s' is not an instruction and a reason".formatted(FILE, line));
                }
                refusals.put(columns[0], columns[1]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + FILE, e);
        }
        return refusals;
    }
}
