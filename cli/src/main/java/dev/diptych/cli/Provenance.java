package dev.diptych.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.IVersionProvider;

/** Where a run comes from: what its reader needs to judge it or to repeat it. */
final class Provenance {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Provenance() {}

    /** Returns the facts of a run on a backend; a simulated run's hold no clock, so that equal runs have equal files. */
    static SortedMap<String, String> of(String backend, SortedMap<String, String> backendFacts) {
        SortedMap<String, String> facts = new TreeMap<>(backendFacts);
        facts.put("backend", backend);
        facts.putAll(software());
        if (!backend.equals("sim")) {
            facts.putAll(host());
            facts.put(
                    "recordedAt",
                    java.time.Instant.now()
                            .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                            .toString());
            // Where a run is written is no part of how it came about.
            facts.put(
                    "command", System.getProperty("diptych.command", "unknown").replaceAll(" --out \\S+", ""));
        }
        return facts;
    }

    /** Returns what ran: the commit, when the launcher or the bundle knows it, and the JDK. */
    static SortedMap<String, String> software() {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("commit", System.getProperty("diptych.commit", "unknown"));
        facts.put("jdk", Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
        return facts;
    }

    /** Returns what it ran on. */
    static SortedMap<String, String> host() {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        facts.put("cpu", cpu());
        facts.put("cpuThreads", Integer.toString(Runtime.getRuntime().availableProcessors()));
        return facts;
    }

    private static String cpu() {
        if (!Files.isReadable(CPU_INFO)) {
            return "unknown";
        }
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + CPU_INFO, e);
        }
    }

    /** What {@code --version} prints. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            SortedMap<String, String> software = software();
            return new String[] {"diptych, commit " + software.get("commit"), "JDK " + software.get("jdk")};
        }
    }
}
