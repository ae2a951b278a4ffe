package dev.diptych.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.run.Arrival;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ReceptionTest {
    private static final Terms TERMS = new Terms(1, 4, 256, 64, 0, Long.MAX_VALUE);

    @TempDir
    Path directory;

    private Path socket() {
        return directory.resolve("server");
    }

    /** The first request of a client may be any of these; the second, which follows a right one, the last. */
    static Map<String, RequestWord> violations() {
        return Map.of(
                "is no request", new RequestWord(2, 0, 0, 0),
                "asks for model 2 of 2", new RequestWord(1, 2, 0, 0),
                "names slot 4 of 4", new RequestWord(1, 0, 4, 0),
                "has 257 bytes of input, of 256", new RequestWord(1, 0, 0, 257));
    }

    static List<Map.Entry<String, RequestWord>> cases() {
        return List.copyOf(violations().entrySet());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sendsAwayWhoWritesWhatNoClientMayWrite(Map.Entry<String, RequestWord> wrong) throws IOException {
        try (TestServer server = new TestServer(socket(), TERMS, 0);
                RawClient client = new RawClient(socket())) {
            client.say(WakeUp.SPIN.code());
            client.request(0, wrong.getValue());
            client.awaitEnd();

            assertThat(server.lines()).hasSize(1);
            assertThat(server.lines().get(0))
                    .startsWith("client 0 was sent away: ")
                    .endsWith(wrong.getKey());
            assertThat(server.answered()).isZero();
        }
    }

    @Test
    void sendsAwayWhoUsesASlotThatIsNotAnswered() throws IOException {
        try (TestServer server = new TestServer(socket(), TERMS, 0);
                RawClient client = new RawClient(socket())) {
            server.hold(true);
            client.say(WakeUp.SPIN.code());
            client.request(0, new RequestWord(1, 0, 3, 0));
            client.request(1, new RequestWord(2, 0, 3, 0));
            client.awaitEnd();

            assertThat(server.lines().get(0)).endsWith("names slot 3, which is not answered");
        }
    }

    @Test
    void sendsAwayWhoSpeaksOutOfTurn() throws IOException {
        try (TestServer server = new TestServer(socket(), TERMS, 0);
                RawClient client = new RawClient(socket())) {
            client.say(WakeUp.SPIN.code(), WakeUp.SPIN.code());
            client.awaitEnd();
            assertThat(server.answered()).isZero();
        }
    }

    @Test
    void refusesMoreClientsThanItHasSeatsForUntilOneLeaves() throws IOException {
        try (TestServer server = new TestServer(socket(), TERMS, 0)) {
            try (RawClient first = new RawClient(socket())) {
                assertThatThrownBy(() -> ServingClient.connect(socket(), WakeUp.BLOCK))
                        .isInstanceOf(InputException.class)
                        .hasMessage("the server refused: it has 1 clients already");
                assertThat(first.greeting.models()).isEqualTo(TestServer.MODELS);
            }
            Answer answer = answerWhenThereIsRoom();
            assertThat(answer.outcome()).isEqualTo(Outcome.SERVED);
            assertThat(server.answered()).isEqualTo(1);
        }
    }

    private Answer answerWhenThereIsRoom() throws IOException {
        while (true) {
            try (ServingClient client = ServingClient.connect(socket(), WakeUp.BLOCK)) {
                client.submit(0, Bytes.EMPTY);
                return client.await();
            } catch (InputException e) {
                // Its seat is given back when the server hears that the first one has left.
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void leavesNoSocketAndNoMemoryBehind() throws IOException {
        Path memory;
        try (TestServer server = new TestServer(socket(), TERMS, 0);
                RawClient client = new RawClient(socket())) {
            memory = client.greeting.memory();
            assertThat(memory).exists();
            client.say(WakeUp.SPIN.code());
            client.request(0, new RequestWord(1, 0, 0, 0));
            while (server.answered() == 0) {
                Thread.onSpinWait();
            }
            // Nobody else can open the memory of a client that is in.
            assertThat(isSharedMemory(memory)).isFalse();
        }
        assertThat(socket()).doesNotExist();
    }

    private static boolean isSharedMemory(Path file) throws IOException {
        return Files.exists(file) && file.toRealPath().toString().contains("diptych-client");
    }

    @Test
    void tellsClientsThatTheServerHasGone() throws IOException {
        TestServer server = new TestServer(socket(), TERMS, 0);
        try (ServingClient client = ServingClient.connect(socket(), WakeUp.HYBRID)) {
            client.submit(0, Bytes.EMPTY);
            client.await();
            server.close();
            assertThatThrownBy(client::await).isInstanceOf(IOException.class).hasMessageContaining("gone");
        }
    }

    @Test
    void takesOneRequestOfEachClientInTurn() {
        try (Reception reception = new Reception(TestServer.MODELS, TERMS)) {
            LocalClient greedy = reception.local();
            LocalClient modest = reception.local();
            for (int i = 0; i < 4; i++) {
                greedy.submit(0, Bytes.EMPTY);
            }
            modest.submit(1, Bytes.EMPTY);
            modest.submit(1, Bytes.EMPTY);

            List<Integer> kinds = new ArrayList<>();
            for (long id = 0; id < 6; id++) {
                kinds.add(arrival(reception, id).kind());
            }
            assertThat(kinds.subList(0, 4)).containsExactlyInAnyOrder(0, 1, 0, 1);
            assertThat(kinds.subList(4, 6)).containsExactly(0, 0);
            assertThat(reception.poll(6, 0)).isNull();
        }
    }

    @Test
    void answersClientsOfItsOwnProcessWithinTheirSlots() {
        try (Reception reception = new Reception(TestServer.MODELS, TERMS)) {
            LocalClient client = reception.local();
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                client.submit(0, Bytes.ofLongs(i)).thenAccept(answers::add);
            }
            assertThatThrownBy(() -> client.submit(0, Bytes.EMPTY))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasMessage("all slots are taken");

            arrival(reception, 0);
            reception.answer(0, Outcome.SERVED, Bytes.ofLongs(7));

            assertThat(answers).containsExactly(new Answer(0, Outcome.SERVED, Bytes.ofLongs(7)));
            client.submit(1, Bytes.EMPTY);
        }
    }

    @Test
    void isOverWhenAsManyAreAnsweredAsItTakes() {
        try (Reception reception = new Reception(TestServer.MODELS, new Terms(0, 4, 0, 8, 0, 1))) {
            LocalClient client = reception.local();
            client.submit(0, Bytes.EMPTY);
            client.submit(0, Bytes.EMPTY);
            assertThat(reception.areOver()).isFalse();
            arrival(reception, 0);
            assertThat(reception.poll(1, 0)).isNull();
            assertThat(reception.areOver()).isFalse();
            reception.answer(0, Outcome.SERVED, null);
            assertThat(reception.areOver()).isTrue();
        }
    }

    @Test
    void refusesASocketWhereSomethingLies() throws IOException {
        Files.writeString(socket(), "mine");
        assertThatThrownBy(() -> new TestServer(socket(), TERMS, 0))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(socket().toString());
        assertThat(socket()).hasContent("mine");
    }

    private static Arrival arrival(Reception reception, long requestId) {
        Arrival arrival = reception.poll(requestId, 0);
        if (arrival == null) {
            throw new AssertionError("no request " + requestId);
        }
        return arrival;
    }
}
