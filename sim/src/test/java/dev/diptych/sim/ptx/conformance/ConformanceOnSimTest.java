package dev.diptych.sim.ptx.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.hw.Platforms;
import dev.diptych.sim.SimBackendPlugin;
import dev.diptych.sim.ptx.conformance.Finding.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the executor calls the methods as their instructions say; {@code diptych selftest --backend sim} tries all. */
final class ConformanceOnSimTest {
    /** Every so many of the instructions, which are in the order of their names; a prime, so that all kinds have their turn. */
    private static final int STEP = 37;

    @TempDir
    Path directory;

    @Test
    void runsASampleOfAllInstructionsAsTheirMethodsSay() {
        SimBackendPlugin sim = new SimBackendPlugin();
        List<Probe> all = Probes.all();
        List<Probe> sample = IntStream.range(0, all.size() / STEP)
                .mapToObj(i -> all.get(i * STEP))
                .toList();

        List<Finding> findings = new Conformance(sample, Refusals.read())
                .run(() -> sim.open(Platforms.load("h200"), 1, sim.defaults()), directory);

        assertThat(findings)
                .filteredOn(finding -> finding.verdict() != Verdict.LEFT_OUT)
                .hasSizeGreaterThan(sample.size() / 2)
                .allSatisfy(finding ->
                        assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.EQUAL));
    }
}
