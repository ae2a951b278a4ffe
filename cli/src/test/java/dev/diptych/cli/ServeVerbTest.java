package dev.diptych.cli;

import static dev.diptych.cli.CommandLineFixture.diptych;
import static dev.diptych.cli.CommandLineFixture.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.cli.CommandLineFixture.Said;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 300, unit = TimeUnit.SECONDS)
class ServeVerbTest {
    @TempDir
    Path directory;

    private Path socket() {
        return directory.resolve("server");
    }

    private CompletableFuture<Said> serve(String... more) {
        List<String> args = new java.util.ArrayList<>(
                List.of("serve", experiment("serving"), "--socket", socket().toString(), "--requests", "60"));
        args.addAll(List.of(more));
        CompletableFuture<Said> said = CompletableFuture.supplyAsync(() -> diptych(args));
        while (!Files.exists(socket()) && !said.isDone()) {
            Thread.onSpinWait();
        }
        return said;
    }

    private Said request(String model, int count, String... more) {
        List<String> args = new java.util.ArrayList<>(List.of("request", "--socket", socket().toString()));
        args.addAll(List.of("--model", model, "--count", Integer.toString(count), "--rate", "400", "--check"));
        args.addAll(List.of(more));
        return diptych(args);
    }

    @Test
    void aSimulatedGpuServesClientsAndItsRecordedRunIsOneLikeAnyOther() throws IOException {
        Path run = directory.resolve("run");
        CompletableFuture<Said> server =
                serve("--out", run.toString(), "--set", "metrics=[{name: throughput-per-second}]");

        Said shorts = request("short", 50);
        Said longs = request("long", 10, "--wake-up", "block", "--input-bytes", "4096");

        assertThat(shorts.err()).isEmpty();
        assertThat(shorts.out()).contains("served 50, refused 0", "0 answers are not the checksum");
        assertThat(longs.out()).contains("served 10, refused 0", "0 answers are not the checksum");
        Said said = server.join();
        assertThat(said.err()).isEmpty();
        assertThat(said.out()).contains("serving short, long at", "served 60 requests; sent 0 clients away");
        assertThat(socket()).doesNotExist();
        // It replays, and from its listed requests the simulator makes the same run again.
        assertThat(diptych("replay", run.toString()).code()).isEqualTo(Main.GOOD);
        Path again = directory.resolve("again");
        Said listed = diptych("run", run.resolve("resolved.yaml").toString(), "--out", again.toString());
        assertThat(listed.err()).isEmpty();
        assertThat(eventHash(again)).isEqualTo(eventHash(run));
    }

    private static String eventHash(Path run) throws IOException {
        return Files.readString(run.resolve("provenance.json"))
                .lines()
                .filter(line -> line.contains("eventHash"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void requestsThatNobodyCanServeAreBadInput() {
        Path run = directory.resolve("run");
        CompletableFuture<Said> server = serve("--out", run.toString());

        Said unknown = request("medium", 1);
        assertThat(unknown.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(unknown.err()).contains("--model medium: the server has [short, long]");
        assertThat(request("short", 1, "--input-bytes", "4097").err()).contains("the server takes 0 to 4096");
        assertThat(request("short", 0).err()).contains("both should be positive");
        assertThat(request("short", 60).code()).isEqualTo(Main.GOOD);

        // Too few for the experiment's metrics, which leave out the first hundred.
        assertThat(server.join().code()).isEqualTo(Main.GOOD);
        assertThat(server.join().err()).startsWith("not measured: the log has 60 requests");
        assertThat(diptych("replay", run.toString()).code()).isEqualTo(Main.GOOD);
        assertThat(request("short", 1).err()).contains("no server is reached at " + socket());
    }

    @Test
    void aSignalEndsAServerInGoodOrder() throws IOException, InterruptedException {
        Path run = directory.resolve("run");
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "serve",
                        experiment("serving"),
                        "--socket",
                        socket().toString(),
                        "--out",
                        run.toString())
                .redirectErrorStream(true)
                .start();
        try {
            BufferedReader lines = server.inputReader();
            assertThat(lines.readLine()).startsWith("serving short, long at");
            assertThat(request("short", 20).code()).isEqualTo(Main.GOOD);

            // SIGTERM; the process's own method would close what it says, too.
            server.toHandle().destroy();

            assertThat(lines.lines().toList()).contains("wrote " + run, "served 20 requests; sent 0 clients away");
            assertThat(server.waitFor()).isNotZero();
        } finally {
            server.destroyForcibly();
        }
        assertThat(socket()).doesNotExist();
        assertThat(diptych("replay", run.toString()).code()).isEqualTo(Main.GOOD);
    }

    @Test
    void aSystemWithoutModelsTakesNoRequests() {
        Said said = diptych("serve", experiment("stream"), "--socket", socket().toString());
        assertThat(said.code()).isEqualTo(Main.BAD_INPUT);
        assertThat(said.err()).contains("takes no requests from clients; system 'serving' does");
    }
}
