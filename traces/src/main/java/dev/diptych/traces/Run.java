package dev.diptych.traces;

import dev.diptych.model.run.BlockTrace;
import dev.diptych.model.run.RunLog;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A run that has ended: what was asked for, where it ran, and what happened.
 *
 * @param resolvedYaml the experiment with every default filled in
 * @param provenance facts by name: commit, JDK, GPU, driver, clocks, hashes
 * @param blocks where and when each block ran, if that was traced
 */
public record Run(String resolvedYaml, SortedMap<String, String> provenance, RunLog log, Optional<BlockTrace> blocks) {
    public Run {
        provenance = Collections.unmodifiableSortedMap(new TreeMap<>(provenance));
    }

    /** A run without a trace of its blocks. */
    public Run(String resolvedYaml, SortedMap<String, String> provenance, RunLog log) {
        this(resolvedYaml, provenance, log, Optional.empty());
    }
}
