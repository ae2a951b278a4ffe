package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Platforms;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Recorded runs of one kind of machine, and what they say about it. */
record CalibrationRuns(List<Recorded> runs) {
    private static final String GPU_NAME = "gpu0.name";
    private static final List<String> FACTS = List.of("backend", GPU_NAME, "driver", "cuda.version", "cpu", "commit");

    CalibrationRuns {
        runs = List.copyOf(runs);
    }

    /**
     * Reads the runs at and below directories.
     *
     * @throws InputException when there is none, or they come from different GPUs
     */
    static CalibrationRuns read(List<Path> directories) {
        CalibrationRuns found = new CalibrationRuns(
                Recorded.find(directories).stream().map(Recorded::read).toList());
        List<String> gpus = found.values(GPU_NAME);
        if (gpus.size() > 1) {
            throw new InputException("%s: the runs come from different GPUs (%s); a platform file describes one kind"
                    .formatted(directories, String.join(", ", gpus)));
        }
        return found;
    }

    /**
     * Returns the smallest preset with the GPUs of the runs.
     *
     * @throws InputException when there is none
     */
    String preset() {
        String gpu = values(GPU_NAME).stream()
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "the runs do not say which GPU they come from; name the platform to begin with: --base P"));
        return preset(gpu, runs.stream().mapToInt(CalibrationRuns::gpus).max().orElse(1));
    }

    /**
     * Returns the smallest preset with so many GPUs of a name.
     *
     * @throws InputException when there is none
     */
    static String preset(String gpu, int count) {
        return Platforms.presets().stream()
                .filter(preset -> {
                    Platform platform = Platforms.load(preset);
                    return platform.gpus().size() >= count
                            && platform.gpus().stream().map(GpuSpec::name).allMatch(gpu::equals);
                })
                .min(Comparator.comparingInt(
                        preset -> Platforms.load(preset).gpus().size()))
                .orElseThrow(() ->
                        new InputException("no preset has %d of GPU '%s'; name the platform to begin with: --base P"
                                .formatted(count, gpu)));
    }

    private static int gpus(Recorded run) {
        int count = 0;
        while (run.run().provenance().containsKey("gpu%d.name".formatted(count))) {
            count++;
        }
        return count;
    }

    private List<String> values(String fact) {
        return runs.stream()
                .flatMap(run -> Stream.ofNullable(run.run().provenance().get(fact)))
                .distinct()
                .sorted()
                .toList();
    }

    /** Returns where the runs and the fit come from. */
    SortedMap<String, String> provenance() {
        SortedMap<String, String> facts = new TreeMap<>();
        for (String fact : FACTS) {
            List<String> values = values(fact);
            if (!values.isEmpty()) {
                facts.put("recorded: " + fact, String.join(", ", values));
            }
        }
        List<String> times = values("recordedAt");
        if (!times.isEmpty()) {
            facts.put("recorded: first", times.get(0));
            facts.put("recorded: last", times.get(times.size() - 1));
        }
        facts.put("fitted: commit", Provenance.software().getOrDefault("commit", "unknown"));
        return facts;
    }
}
