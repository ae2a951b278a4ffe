package dev.diptych.cli;

import static dev.diptych.cli.CommandLineFixture.diptych;
import static dev.diptych.cli.CommandLineFixture.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.cli.CommandLineFixture.Said;
import dev.diptych.model.plugin.Plugins;
import dev.diptych.model.run.RunLog;
import dev.diptych.model.run.RunLog.Kind;
import dev.diptych.systems.variants.VariantPolicyPlugin;
import dev.diptych.traces.RunDirectory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** System {@code serving-variants} on the simulator: what every policy has to keep to, whoever wrote it. */
@SuppressWarnings("rawtypes") // Plugins of any settings.
class ServingVariantsTest {
    private static final int REQUESTS = 1500;

    @TempDir
    Path directory;

    static List<String> policies() {
        List<String> names = Plugins.all(VariantPolicyPlugin.class).stream()
                .map(VariantPolicyPlugin::name)
                .toList();
        assertThat(names).contains("cocktail", "fixed", "full-ensemble", "infaas");
        return names;
    }

    private Said run(String policy, Path out, String... more) {
        List<String> args = new java.util.ArrayList<>(List.of("run", experiment("serving-variants")));
        args.addAll(List.of("--without-pages", "--out", out.toString()));
        args.addAll(List.of("--set", "system.policy={name: %s}".formatted(policy)));
        args.addAll(List.of("--set", "arrivals.count=" + REQUESTS, "--set", "arrivals.ratePerSecond=150"));
        args.addAll(List.of("--set", "metrics=[{name: throughput-per-second}, {name: fleet-cost}]"));
        args.addAll(List.of(more));
        return diptych(args);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void finishesEachRequestOnceOnReplicasThatWereLoaded(String policy) {
        Path out = directory.resolve("run");
        assertThat(run(policy, out).err()).isEmpty();

        RunLog log = RunDirectory.read(out).log();
        int[] finished = new int[REQUESTS];
        for (int entry = 0; entry < log.entries().rows(); entry++) {
            if (log.kind(entry) == Kind.FINISH) {
                finished[(int) log.row(entry)]++;
            }
        }
        assertThat(finished).containsOnly(1);
        // Each GPU serves one variant at a time, between its loading and its leaving.
        long[] variantOf = new long[8];
        java.util.Arrays.fill(variantOf, -1);
        int answers = 0;
        for (int op = 0; op < log.ops().rows(); op++) {
            int gpu = (int) log.ops().column("gpu").get(op);
            long variant = log.ops().column("stream").get(op);
            if (log.ops().column("request").get(op) < 0) {
                assertThat(variantOf[gpu]).isIn(-1L, variant);
                variantOf[gpu] = variantOf[gpu] < 0 ? variant : -1;
            } else {
                assertThat(variant).isEqualTo(variantOf[gpu]);
                answers++;
            }
        }
        assertThat(answers).isPositive();
        assertThat(diptych("replay", out.toString()).code()).isEqualTo(Main.GOOD);
    }

    @Test
    void theExperimentsMetricsAreThoseOfItsSystem() {
        Said said = diptych(
                "run",
                experiment("serving-variants"),
                "--without-pages",
                "--out",
                directory.resolve("whole").toString(),
                "--set",
                "arrivals.count=4000");
        assertThat(said.err()).isEmpty();
        assertThat(said.out()).contains("soon in time", "best rejected", "held after 0/8 of the run");
    }

    @Test
    void whatCannotBeIsBadInput() {
        Path out = directory.resolve("none");
        assertThat(run("infaas", out, "--set", "system.correlation=2").err()).contains("'correlation' is 2.0");
        assertThat(run("infaas", out, "--set", "system.tickMillis=0").err()).contains("'tickMillis' is 0");
        assertThat(run("infaas", out, "--set", "system.objectives=[]").err()).contains("'objectives' is empty");
        assertThat(run("infaas", out, "--set", "arrivals.kinds=[1, 1, 1, 1]").err())
                .contains("there are 3 objectives");
        assertThat(run("nobody", out).err()).contains("no policy over variants is named 'nobody'");
    }
}
