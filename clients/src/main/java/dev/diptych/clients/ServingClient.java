package dev.diptych.clients;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Bytes;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * A client of a server in another process of this user. Requests and answers go through memory that both share; a socket is for connecting, for waking up,
 * and for hearing that the other side has gone.
 *
 * <p>One thread submits, and one, which may be another, takes answers.
 */
public final class ServingClient implements AutoCloseable {
    /** So long a client stays awake for an answer that was announced; twice as long as the server takes it to. */
    private static final long SPIN_NANOS = 2 * SharedMemoryGuest.PATIENCE_NANOS;

    /** So many looks for an answer come between two at the socket, which take a call of the system each. */
    private static final int LOOKS_PER_CALL = 1 << 14;

    private final SocketChannel socket;
    private final ByteBuffer memory;
    private final RegionLayout layout;
    private final List<String> models;
    private final WakeUp wakeUp;
    private final AtomicIntegerArray isTaken;
    private final AtomicLongArray tickets;
    private final ByteBuffer bells = ByteBuffer.allocate(1024);
    private long requests;
    /** The one that was taken last. */
    private int slot;

    private long answers;

    private ServingClient(SocketChannel socket, ByteBuffer memory, Greeting greeting, WakeUp wakeUp) {
        this.socket = socket;
        this.memory = memory;
        this.layout = greeting.layout();
        this.models = greeting.models();
        this.wakeUp = wakeUp;
        this.isTaken = new AtomicIntegerArray(layout.slots());
        this.tickets = new AtomicLongArray(layout.slots());
    }

    /**
     * Returns a client of the server at a socket.
     *
     * @throws InputException when there is none, or it has no room
     */
    public static ServingClient connect(Path path, WakeUp wakeUp) {
        try {
            SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(path));
            try {
                Greeting greeting = Greeting.of(listen(socket));
                ByteBuffer memory;
                try (FileChannel file =
                        FileChannel.open(greeting.memory(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                    memory = file.map(
                            FileChannel.MapMode.READ_WRITE, 0, greeting.layout().bytes());
                }
                socket.write(ByteBuffer.wrap(new byte[] {(byte) wakeUp.code()}));
                socket.configureBlocking(wakeUp != WakeUp.SPIN);
                return new ServingClient(socket, memory, greeting, wakeUp);
            } catch (IOException | RuntimeException e) {
                socket.close();
                throw e;
            }
        } catch (IOException e) {
            throw new InputException("no server is reached at %s: %s".formatted(path, e.getMessage()), e);
        }
    }

    private static String listen(SocketChannel socket) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(Greeting.MOST_BYTES);
        String heard = "";
        while (!Greeting.isComplete(heard)) {
            if (socket.read(text) < 0) {
                throw new IOException("it hung up before it had said what it serves");
            }
            if (!text.hasRemaining()) {
                throw new IOException("it says more than a server does");
            }
            heard = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
        }
        return heard;
    }

    /** Returns the models that are served, by the number that requests name them with. */
    public List<String> models() {
        return models;
    }

    /** Returns how many bytes an input may have. */
    public int inputBytes() {
        return layout.inputBytes();
    }

    /**
     * Sends a request and returns its ticket: dense, from 0. Waits as long as all slots are taken.
     *
     * @throws IOException when the server has gone
     */
    public long submit(int model, Bytes input) throws IOException {
        while (isTaken.get(slot) != 0) {
            slot = layout.index(slot + 1L);
            if (!socket.isOpen()) {
                throw gone();
            }
            Thread.onSpinWait();
        }
        return submit(slot, model, input);
    }

    private long submit(int slot, int model, Bytes input) {
        if (model < 0 || model >= models.size() || input.size() > layout.inputBytes()) {
            throw new IllegalArgumentException("model %d of %d, %d bytes of input, of at most %d"
                    .formatted(model, models.size(), input.size(), layout.inputBytes()));
        }
        isTaken.set(slot, 1);
        tickets.set(slot, requests);
        memory.put(layout.inputOffset(slot), input.buffer(), 0, input.size());
        long word = new RequestWord(RequestWord.sequenceAt(requests), model, slot, input.size()).word();
        RegionLayout.WORDS.setRelease(memory, layout.requestOffset(requests), word);
        return requests++;
    }

    /** Returns the next answer, or null if there is none yet. */
    public @Nullable Answer poll() {
        if (!hasAnswer()) {
            return null;
        }
        long word = (long) RegionLayout.WORDS.getAcquire(memory, layout.responseOffset(answers));
        answers++;
        ResponseWord response = ResponseWord.of(word);
        int slot = response.slot();
        Bytes output = Bytes.copyOf(memory.slice(layout.outputOffset(slot), response.outputBytes()));
        Answer answer = new Answer(tickets.get(slot), response.outcome(), output);
        isTaken.set(slot, 0);
        return answer;
    }

    /**
     * Returns the next answer, after a wait.
     *
     * @throws IOException when the server has gone, or has sent this client away
     */
    public Answer await() throws IOException {
        boolean isTired = false;
        while (true) {
            Answer answer = poll();
            if (answer != null) {
                return answer;
            }
            if (wakeUp == WakeUp.SPIN || (wakeUp == WakeUp.HYBRID && !isTired && isAnnounced())) {
                isTired = !spin();
            } else {
                listen();
                isTired = false;
            }
        }
    }

    private boolean hasAnswer() {
        long word = (long) RegionLayout.WORDS.getAcquire(memory, layout.responseOffset(answers));
        return RequestWord.sequence(word) == RequestWord.sequenceAt(answers);
    }

    private boolean isAnnounced() {
        return (long) RegionLayout.WORDS.getAcquire(memory, layout.announcedOffset()) > answers;
    }

    /** Stays awake until an answer is there; returns false if that takes too long. */
    private boolean spin() throws IOException {
        long startNanos = System.nanoTime();
        for (int looks = 1; !hasAnswer(); looks++) {
            if (wakeUp == WakeUp.SPIN) {
                if (looks % LOOKS_PER_CALL == 0) {
                    listen();
                }
            } else if (System.nanoTime() - startNanos > SPIN_NANOS) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    /** Reads what the server has sent to wake this client; waits for it unless this client never sleeps. */
    private void listen() throws IOException {
        bells.clear();
        if (socket.read(bells) < 0) {
            close();
            throw gone();
        }
    }

    private static IOException gone() {
        return new IOException("the server has gone, or has sent this client away");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
