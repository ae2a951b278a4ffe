package dev.diptych.clients;

import dev.diptych.model.op.Bytes;
import dev.diptych.model.random.Philox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A client in a process of its own, which behaves as it is told. */
final class ClientMain {
    private static final int SEED = 5;

    private ClientMain() {}

    /** Arguments: the socket, what to do, how often, and how to wait. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path socket = Path.of(args[0]);
        int count = Integer.parseInt(args[2]);
        switch (args[1]) {
            case "request" -> request(socket, count, WakeUp.valueOf(args[3]));
            case "flood" -> flood(socket, count);
            case "hang" -> hang(socket, count);
            case "garbage" -> garbage(socket);
            case "truncate" -> truncate(socket);
            default -> throw new IllegalArgumentException(args[1]);
        }
    }

    private static Bytes input(long number) {
        long[] words = new long[1 + (int) (number % 40)];
        for (int i = 0; i < words.length; i++) {
            words[i] = Philox.bits64(SEED, (int) number, i);
        }
        return Bytes.ofLongs(words);
    }

    /** Sends requests, some at a time, and checks each answer. */
    private static void request(Path socket, int count, WakeUp wakeUp) throws IOException {
        try (ServingClient client = ServingClient.connect(socket, wakeUp)) {
            for (int sent = 0; sent < count; ) {
                int together = Math.min(count - sent, 1 + sent % 5);
                for (int i = 0; i < together; i++) {
                    client.submit(sent % 2, input(sent));
                    sent++;
                }
                for (int i = 0; i < together; i++) {
                    check(client.await());
                }
            }
        }
        System.out.println("right");
    }

    private static void check(Answer answer) {
        CRC32C crc = new CRC32C();
        crc.update(input(answer.ticket()).buffer());
        if (answer.outcome() != Outcome.SERVED || answer.output().getLong(0) != crc.getValue()) {
            throw new IllegalStateException("a wrong answer: " + answer);
        }
    }

    /** Sends as many requests as it can, as fast as it can. */
    private static void flood(Path socket, int count) throws IOException {
        try (ServingClient client = ServingClient.connect(socket, WakeUp.SPIN)) {
            Thread drain = new Thread(() -> {
                for (@Nullable Answer answer = client.poll(); ; answer = client.poll()) {
                    if (answer != null) {
                        check(answer);
                    }
                }
            });
            drain.setDaemon(true);
            drain.start();
            System.out.println("flooding");
            for (int i = 0; i < count; i++) {
                client.submit(0, input(i));
            }
        }
    }

    /** Sends requests, says so, and does nothing more. */
    private static void hang(Path socket, int count) throws IOException, InterruptedException {
        try (ServingClient client = ServingClient.connect(socket, WakeUp.HYBRID)) {
            for (int i = 0; i < count; i++) {
                client.submit(1, input(i));
            }
            System.out.println("sent");
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    /** Writes over all of the memory, again and again. */
    private static void garbage(Path socket) throws IOException {
        try (RawClient client = new RawClient(socket)) {
            client.say(WakeUp.HYBRID.code());
            System.out.println("writing");
            Thread writer = new Thread(() -> {
                for (int turn = 0; ; turn++) {
                    for (int offset = 0; offset < client.memory.capacity(); offset += Long.BYTES) {
                        client.memory.putLong(offset, Philox.bits64(SEED, turn, offset));
                    }
                }
            });
            writer.setDaemon(true);
            writer.start();
            client.awaitEnd();
        }
        System.out.println("sent away");
    }

    /** Tries to take the memory away from under the server. */
    private static void truncate(Path socket) throws IOException {
        try (RawClient client = new RawClient(socket)) {
            client.say(WakeUp.SPIN.code());
            try {
                client.file.truncate(0);
                System.out.println("truncated");
            } catch (IOException e) {
                System.out.println("refused: " + e.getMessage());
            }
            client.request(0, new RequestWord(1, 0, 0, 8));
            while (client.memory.getLong(client.greeting.layout().responseOffset(0)) == 0) {
                Thread.onSpinWait();
            }
        }
        System.out.println("answered");
    }
}
