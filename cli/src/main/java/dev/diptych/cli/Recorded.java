package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Yaml;
import dev.diptych.traces.Run;
import dev.diptych.traces.RunDirectory;
import dev.diptych.validation.metric.Measurement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A run directory, with the experiment that it is a run of. */
record Recorded(Path directory, Run run, Experiment experiment) {
    /** Reads a run directory. */
    static Recorded read(Path directory) {
        Run run = RunDirectory.read(directory);
        String resolved = directory.resolve("resolved.yaml").toString();
        return new Recorded(directory, run, Experiment.of(Yaml.parse(run.resolvedYaml(), resolved)));
    }

    /**
     * Returns the run directories at and below paths, in the order of the paths and then of names.
     *
     * @throws InputException when a path holds none
     */
    static List<Path> find(List<Path> paths) {
        List<Path> found = new ArrayList<>();
        for (Path path : paths) {
            List<Path> below = RunDirectory.findAll(path);
            if (below.isEmpty()) {
                throw new InputException("%s: holds no run directory".formatted(path));
            }
            found.addAll(below);
        }
        return found;
    }

    /** Returns the run's name: that of its directory. */
    String name() {
        return String.valueOf(directory.toAbsolutePath().normalize().getFileName());
    }

    /** Returns whether it is the run in a directory, however that is written. */
    boolean isAt(Path other) {
        return directory
                .toAbsolutePath()
                .normalize()
                .equals(other.toAbsolutePath().normalize());
    }

    /** Returns the panel that it was recorded on. */
    String backend() {
        return run.provenance().getOrDefault("backend", "unknown");
    }

    List<Measurement> measure() {
        return experiment.measure(run.log());
    }
}
