package dev.diptych.clients;

import dev.diptych.model.op.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A client in another process.
 *
 * <p>All that is known of it beyond its next word lies here and not in shared memory: positions, which slots are taken, what the ring's words were when
 * they were read last. A word is read once, and an input copied before anybody looks at it. So whatever the client writes, and whenever, comes to a
 * request like any other or to its dismissal.
 */
final class SharedMemoryGuest implements Guest {
    /** After that long, a client that was told of an answer to come may have gone back to sleep; half of what it waits. */
    static final long PATIENCE_NANOS = 1_000_000;

    private final String name;
    private final RegionLayout layout;
    private final SharedRegion region;
    private final ByteBuffer memory;
    private final SocketChannel socket;
    private final WakeUp wakeUp;
    private final int models;
    private final long[] lastWords;
    private final BitSet taken = new BitSet();
    private final long[] announcedNanos;
    private long requests;
    private long responses;
    private long announced;
    private volatile boolean isGone;

    SharedMemoryGuest(
            String name, RegionLayout layout, SharedRegion region, SocketChannel socket, WakeUp wakeUp, int models) {
        this.name = name;
        this.layout = layout;
        this.region = region;
        this.memory = region.memory();
        this.socket = socket;
        this.wakeUp = wakeUp;
        this.models = models;
        this.lastWords = new long[layout.slots()];
        this.announcedNanos = new long[layout.slots()];
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public @Nullable Request poll() throws Violation {
        int index = layout.index(requests);
        long word = (long) RegionLayout.WORDS.getAcquire(memory, layout.requestOffset(requests));
        if (word == lastWords[index]) {
            return null;
        }
        RequestWord request = RequestWord.of(word);
        check(request, word);
        lastWords[index] = word;
        requests++;
        taken.set(request.slot());
        Bytes input = Bytes.copyOf(memory.slice(layout.inputOffset(request.slot()), request.inputBytes()));
        return new Request(request.slot(), request.model(), input);
    }

    private void check(RequestWord request, long word) throws Violation {
        String wrong;
        if (request.sequence() != RequestWord.sequenceAt(requests)) {
            wrong = "is no request";
        } else if (request.model() >= models) {
            wrong = "asks for model %d of %d".formatted(request.model(), models);
        } else if (request.slot() >= layout.slots()) {
            wrong = "names slot %d of %d".formatted(request.slot(), layout.slots());
        } else if (request.inputBytes() > layout.inputBytes()) {
            wrong = "has %d bytes of input, of %d".formatted(request.inputBytes(), layout.inputBytes());
        } else if (taken.get(request.slot())) {
            wrong = "names slot %d, which is not answered".formatted(request.slot());
        } else {
            return;
        }
        throw new Violation("word %d of its ring, 0x%016x, %s".formatted(requests, word, wrong));
    }

    @Override
    public boolean isGone() {
        return isGone;
    }

    @Override
    public void dismiss() {
        isGone = true;
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the socket of " + name + " cannot be closed", e);
        }
    }

    @Override
    public void announce(int slot) {
        if (wakeUp == WakeUp.HYBRID && announcedNanos[slot] == 0 && !isGone) {
            announcedNanos[slot] = System.nanoTime() | 1;
            RegionLayout.WORDS.setRelease(memory, layout.announcedOffset(), ++announced);
            ring();
        }
    }

    @Override
    public void answer(int slot, Outcome outcome, Bytes output) {
        taken.clear(slot);
        if (isGone) {
            return;
        }
        boolean fits = output.size() <= layout.outputBytes();
        Bytes written = fits ? output : Bytes.EMPTY;
        memory.put(layout.outputOffset(slot), written.buffer(), 0, written.size());
        long word = new ResponseWord(
                        RequestWord.sequenceAt(responses), fits ? outcome : Outcome.TOO_LARGE, slot, written.size())
                .word();
        RegionLayout.WORDS.setRelease(memory, layout.responseOffset(responses), word);
        responses++;
        wake(slot);
    }

    /** Wakes the client if it may be asleep. The clock is read after the response was written: a client that sleeps by then has looked before. */
    private void wake(int slot) {
        if (wakeUp == WakeUp.BLOCK) {
            ring();
        } else if (wakeUp == WakeUp.HYBRID) {
            if (announcedNanos[slot] == 0) {
                announce(slot);
            } else if (System.nanoTime() - announcedNanos[slot] > PATIENCE_NANOS) {
                ring();
            }
            announcedNanos[slot] = 0;
        }
    }

    /** Sends one byte. A socket that takes none is full of bytes that its client has not read, so that one wakes anyway. */
    private void ring() {
        try {
            socket.write(ByteBuffer.wrap(new byte[] {1}));
        } catch (IOException e) {
            // Nobody reads at the other end: it is gone, as the door will hear, too.
            isGone = true;
        }
    }

    /** Takes note that the other end of the socket is closed. */
    void left() {
        isGone = true;
    }

    @Override
    public int outstanding() {
        return taken.cardinality();
    }

    @Override
    public void release() {
        dismiss();
        region.release();
    }
}
