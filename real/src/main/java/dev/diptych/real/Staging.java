package dev.diptych.real;

import dev.diptych.model.op.Write;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The pinned memory that the bytes of {@link Write}s pass through on their way to a GPU: a ring, whose regions are used again when their
 * copy is done. A write larger than the ring goes in pieces; only then, or when the ring is full, does a submission wait, for copies that
 * need nothing of the host to end.
 */
final class Staging {
    private static final int PIECES = 4;

    private final Cuda cuda;
    private final PinnedMemory memory;
    private final StagingRing ring;
    private final int pieceBytes;
    /** For each region taken, in order: whether its copy is done, which lets go of what was needed to know. */
    private final Deque<BooleanSupplier> copies = new ArrayDeque<>();

    Staging(Cuda cuda, int bytes, Cleanup cleanup) {
        this.cuda = cuda;
        this.memory = PinnedMemory.allocate(cuda, bytes, cleanup);
        this.ring = new StagingRing(bytes);
        this.pieceBytes = Math.max(1, ring.largestRegionBytes() / (PIECES / 2));
    }

    /**
     * Submits the copies of a write.
     *
     * @param isWritten asked later: whether the whole write has ended; null if that is not known before something else is submitted
     * @param checkHealth fails when the GPU is lost, so that nothing is waited for in vain
     */
    void submit(
            Write write,
            long to,
            CudaStream stream,
            EventPool events,
            @Nullable BooleanSupplier isWritten,
            Runnable checkHealth) {
        ByteBuffer from = write.bytes().buffer();
        int size = from.remaining();
        for (int done = 0; done < size; done += pieceBytes) {
            int bytes = Math.min(pieceBytes, size - done);
            int at = take(bytes, checkHealth);
            memory.bytes().put(at, from, done, bytes);
            cuda.copy(to + done, memory.address() + at, bytes, stream.handle());
            copies.add(done + bytes == size && isWritten != null ? isWritten : isCopied(stream, events));
        }
    }

    /** Waits for room, which earlier copies give back; a GPU that is lost gives none. */
    private int take(int bytes, Runnable checkHealth) {
        while (!copies.isEmpty() && copies.element().getAsBoolean()) {
            free();
        }
        OptionalInt at = ring.take(bytes);
        long checkedNanos = System.nanoTime();
        while (at.isEmpty()) {
            if (copies.element().getAsBoolean()) {
                free();
                at = ring.take(bytes);
            } else if (System.nanoTime() - checkedNanos > CudaRun.HEALTH_CHECK_NANOS) {
                checkHealth.run();
                checkedNanos = System.nanoTime();
            } else {
                Thread.onSpinWait();
            }
        }
        return at.getAsInt();
    }

    private void free() {
        copies.remove();
        ring.freeOldest();
    }

    /** A piece that is not its operation's last, or whose operation gives no signal, has an event of its own. */
    private BooleanSupplier isCopied(CudaStream stream, EventPool events) {
        var event = events.take();
        cuda.record(event, stream.handle());
        return () -> {
            boolean done = cuda.isDone(event);
            if (done) {
                events.giveBack(event);
            }
            return done;
        };
    }
}
