package dev.diptych.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients in processes of their own: whatever one of them does, the others get their answers. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class ClientProcessesTest {
    private static final int SLOTS = 16;
    private static final Terms TERMS = new Terms(4, SLOTS, 1024, 64, 100_000, Long.MAX_VALUE);
    private static final long SERVICE_NANOS = 200_000;

    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();

    private Process client(String does, int count, WakeUp wakeUp) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ClientMain.class.getName(),
                        socket().toString(),
                        does,
                        Integer.toString(count),
                        wakeUp.name())
                .redirectErrorStream(true)
                .start();
        started.add(process);
        return process;
    }

    @AfterEach
    void endClients() {
        started.forEach(Process::destroyForcibly);
    }

    private Path socket() {
        return directory.resolve("server");
    }

    private TestServer server() {
        return new TestServer(socket(), TERMS, SERVICE_NANOS);
    }

    /** Returns what a process says until it ends. */
    private static List<String> said(Process process) throws IOException, InterruptedException {
        try (BufferedReader lines = process.inputReader()) {
            List<String> all = lines.lines().toList();
            process.waitFor();
            return all;
        }
    }

    @ParameterizedTest
    @EnumSource(WakeUp.class)
    void answersAnotherProcess(WakeUp wakeUp) throws IOException, InterruptedException {
        try (TestServer server = server()) {
            assertThat(said(client("request", 300, wakeUp))).containsExactly("right");
            assertThat(server.answered()).isEqualTo(300);
            assertThat(server.lines()).isEmpty();
        }
    }

    @Test
    void answersSeveralAtATime() throws IOException, InterruptedException {
        try (TestServer server = server()) {
            Process first = client("request", 200, WakeUp.HYBRID);
            Process second = client("request", 200, WakeUp.BLOCK);
            assertThat(said(first)).containsExactly("right");
            assertThat(said(second)).containsExactly("right");
            assertThat(server.answered()).isEqualTo(400);
        }
    }

    @Test
    void survivesAClientThatIsKilledWhileItsRequestsAreServed() throws IOException, InterruptedException {
        try (TestServer server = server()) {
            server.hold(true);
            Process victim = client("hang", SLOTS, WakeUp.HYBRID);
            assertThat(victim.inputReader().readLine()).isEqualTo("sent");
            while (server.mostWaiting() < SLOTS) {
                Thread.onSpinWait();
            }
            victim.destroyForcibly().waitFor();
            server.hold(false);

            // As many as there are seats, so that the dead one's has to be given back.
            for (int i = 0; i < TERMS.clients(); i++) {
                assertThat(said(client("request", 50, WakeUp.HYBRID))).containsExactly("right");
            }
            assertThat(server.answered()).isEqualTo(SLOTS + TERMS.clients() * 50L);
        }
    }

    @Test
    void isNotFloodedByOneOfItsClients() throws IOException, InterruptedException {
        try (TestServer server = server()) {
            Process flood = client("flood", Integer.MAX_VALUE, WakeUp.SPIN);
            assertThat(flood.inputReader().readLine()).isEqualTo("flooding");
            while (server.mostWaiting() < SLOTS / 2) {
                Thread.onSpinWait();
            }

            assertThat(said(client("request", 100, WakeUp.HYBRID))).containsExactly("right");

            assertThat(flood.isAlive()).isTrue();
            // All slots of the flood, and the five that the other one uses at most.
            assertThat(server.mostWaiting()).isBetween(SLOTS, SLOTS + 5);
        }
    }

    @Test
    void sendsAwayAClientThatWritesGarbage() throws IOException, InterruptedException {
        try (TestServer server = server()) {
            Process steady = client("request", 500, WakeUp.HYBRID);
            for (int i = 0; i < 2; i++) {
                assertThat(said(client("garbage", 0, WakeUp.HYBRID))).containsExactly("writing", "sent away");
            }

            assertThat(said(steady)).containsExactly("right");
            assertThat(server.lines())
                    .hasSize(2)
                    .allMatch(
                            line -> line.matches(
                                    "client \\d+ was sent away: word \\d+ of its ring, 0x[0-9a-f]{16}, (is|asks|names|has) .*"));
        }
    }

    @Test
    void keepsItsMemoryWhenAClientTruncatesIt() throws IOException, InterruptedException {
        try (TestServer server = server()) {
            Process steady = client("request", 200, WakeUp.HYBRID);

            assertThat(said(client("truncate", 0, WakeUp.SPIN)))
                    .containsExactly("refused: Operation not permitted", "answered");

            assertThat(said(steady)).containsExactly("right");
            assertThat(server.answered()).isEqualTo(201);
        }
    }
}
