package dev.diptych.traces;

import dev.diptych.model.InputException;
import dev.diptych.model.run.RunLog;
import dev.diptych.model.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.type.TypeReference;

/** A log as a directory: an array for each table and the payload, and a {@code log.json} with what is no table. */
final class LogFiles {
    private static final int SCHEMA = 1;
    private static final String INDEX = "log.json";
    private static final String PAYLOAD = "payload.npy";
    private static final TypeReference<Index> TYPE = new TypeReference<>() {};

    /**
     * What {@code log.json} holds.
     *
     * @param schema the version of everything in the directory; another one is refused
     * @param names of kernels, as the table of operations indexes them
     * @param rows by table
     */
    private record Index(int schema, long seed, List<String> names, SortedMap<String, Integer> rows, int payloadBytes) {
        Index {
            if (names.stream().anyMatch(Objects::isNull) || rows.containsValue(null)) {
                throw new IllegalArgumentException("names and rows have no null");
            }
        }
    }

    private LogFiles() {}

    /** Returns the names of the files, in order. */
    static List<String> names() {
        Stream<String> tables = new RunLog(0).tables().stream().map(LogFiles::file);
        return Stream.concat(tables, Stream.of(PAYLOAD, INDEX)).toList();
    }

    static void write(Path directory, RunLog log) throws IOException {
        SortedMap<String, Integer> rows = new TreeMap<>();
        for (Table table : log.tables()) {
            NpyTable.write(directory.resolve(file(table)), table);
            rows.put(table.name(), table.rows());
        }
        NpyTable.write(directory.resolve(PAYLOAD), log.payload());
        Index index =
                new Index(SCHEMA, log.seed(), log.names(), rows, log.payload().size());
        Files.writeString(directory.resolve(INDEX), Json.text(index));
    }

    /**
     * Returns the log in a directory.
     *
     * @throws InputException when a file is missing or not what it should be, or the log breaks a rule that every log keeps
     */
    static RunLog read(Path directory) {
        Path indexFile = directory.resolve(INDEX);
        Index index = Json.read(indexFile, TYPE);
        if (index.schema() != SCHEMA) {
            throw new InputException("%s: is of schema %d, and this version reads schema %d"
                    .formatted(indexFile, index.schema(), SCHEMA));
        }
        if (new HashSet<>(index.names()).size() != index.names().size()) {
            throw new InputException("%s: lists the name of a kernel twice".formatted(indexFile));
        }
        Path payloadFile = directory.resolve(PAYLOAD);
        RunLog log = new RunLog(index.seed(), index.names(), NpyTable.readPayload(payloadFile));
        same(payloadFile, log.payload().size(), index.payloadBytes());
        for (Table table : log.tables()) {
            Path file = directory.resolve(file(table));
            NpyTable.read(file, table);
            same(file, table.rows(), index.rows().getOrDefault(table.name(), 0));
        }
        LogCheck.check(log, directory);
        return log;
    }

    private static void same(Path file, int found, int announced) {
        if (found != announced) {
            throw new InputException("%s: has %d rows, but %s says %d".formatted(file, found, INDEX, announced));
        }
    }

    private static String file(Table table) {
        return table.name() + ".npy";
    }
}
