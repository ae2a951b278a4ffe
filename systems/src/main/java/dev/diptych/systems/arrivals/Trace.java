package dev.diptych.systems.arrivals;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.ArrivalsPlugin;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Requests as a file lists them. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(ArrivalsPlugin.class)
public final class Trace implements ArrivalsPlugin<Trace.Settings> {
    /**
     * Where they are listed, and how fast they are played.
     *
     * @param file of lines {@code atNanos,kind}, in the order of their times, after a first line that says just that
     * @param speed times of the file are divided by it
     */
    public record Settings(String file, double speed) {}

    private static final String HEADER = "atNanos,kind";

    @Override
    public String name() {
        return "trace";
    }

    @Override
    public String summary() {
        return "requests as a file of lines '" + HEADER + "' lists them";
    }

    @Override
    public Settings defaults() {
        return new Settings("experiments/data/arrivals/bursts.csv", 1);
    }

    @Override
    public Iterable<Arrival> arrivals(Settings settings, long seed) {
        if (!(settings.speed() > 0)) {
            throw new InputException("arrivals 'trace': speed %s should be positive".formatted(settings.speed()));
        }
        Path file = Path.of(settings.file());
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            return read(file, lines, settings.speed());
        } catch (NoSuchFileException e) {
            throw new InputException("%s: no such file".formatted(file), e);
        } catch (IOException e) {
            throw new InputException("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static List<Arrival> read(Path file, BufferedReader lines, double speed) throws IOException {
        String header = lines.readLine();
        if (!HEADER.equals(header)) {
            throw new InputException("%s:1: the first line should be '%s', but is '%s'"
                    .formatted(file, HEADER, header == null ? "" : header));
        }
        List<Arrival> arrivals = new ArrayList<>();
        long lastNanos = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String where = "%s:%d".formatted(file, arrivals.size() + 2);
            int comma = line.indexOf(',');
            long atNanos = Math.round(number(where, line.substring(0, Math.max(comma, 0))) / speed);
            long kind = number(where, line.substring(comma + 1));
            if (atNanos < lastNanos || kind > Integer.MAX_VALUE) {
                throw new InputException(
                        "%s: '%s' comes before the line above it, or its kind is none".formatted(where, line));
            }
            arrivals.add(new Arrival(arrivals.size(), atNanos, (int) kind, Bytes.EMPTY));
            lastNanos = atNanos;
        }
        if (arrivals.isEmpty()) {
            throw new InputException("%s: lists no request".formatted(file));
        }
        return arrivals;
    }

    private static long number(String where, String text) {
        if (!text.matches("\\d{1,18}")) {
            throw new InputException(
                    "%s: '%s' should be a whole number from 0; a line is '%s'".formatted(where, text, HEADER));
        }
        return Long.parseLong(text);
    }
}
