package dev.diptych.clients;

import dev.diptych.model.op.Bytes;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A client in the server's own process. Any thread may send requests; what hangs on an answer runs on the server's thread and should be short. */
public final class LocalClient {
    private record Sent(long ticket, int model, Bytes input, CompletableFuture<Answer> answer) {}

    private final BlockingQueue<Integer> freeSlots;
    private final BlockingQueue<Integer> sent;
    private final @Nullable Sent[] bySlot;
    private final int models;
    private long tickets;
    private volatile boolean isGone;

    LocalClient(int slots, int models) {
        this.models = models;
        this.bySlot = new @Nullable Sent[slots];
        this.sent = new ArrayBlockingQueue<>(slots);
        this.freeSlots = new ArrayBlockingQueue<>(slots);
        for (int slot = 0; slot < slots; slot++) {
            freeSlots.add(slot);
        }
    }

    /**
     * Sends a request and returns its answer to be.
     *
     * @throws RejectedExecutionException when as many are outstanding as may be, or the server has gone
     */
    public synchronized CompletionStage<Answer> submit(int model, Bytes input) {
        if (model < 0 || model >= models) {
            throw new IllegalArgumentException("model %d of %d".formatted(model, models));
        }
        Integer slot = isGone ? null : freeSlots.poll();
        if (slot == null) {
            throw new RejectedExecutionException(isGone ? "the server has gone" : "all slots are taken");
        }
        Sent request = new Sent(tickets++, model, input, new CompletableFuture<>());
        bySlot[slot] = request;
        sent.add(slot);
        return request.answer();
    }

    /** Returns the server's view of it. */
    Guest guest() {
        return new Guest() {
            @Override
            public String name() {
                return "the local client";
            }

            @Override
            public @Nullable Request poll() {
                Integer slot = sent.poll();
                return slot == null ? null : new Request(slot, at(slot).model(), at(slot).input());
            }

            @Override
            public boolean isGone() {
                return isGone;
            }

            @Override
            public void dismiss() {
                isGone = true;
            }

            @Override
            public void announce(int slot) {}

            @Override
            public void answer(int slot, Outcome outcome, Bytes output) {
                Sent request = at(slot);
                bySlot[slot] = null;
                freeSlots.add(slot);
                request.answer().complete(new Answer(request.ticket(), outcome, output));
            }

            @Override
            public int outstanding() {
                return bySlot.length - freeSlots.size();
            }

            @Override
            public void release() {
                forsake();
            }
        };
    }

    private synchronized void forsake() {
        isGone = true;
        for (Sent request : bySlot) {
            if (request != null) {
                request.answer().completeExceptionally(new RejectedExecutionException("the server has gone"));
            }
        }
    }

    private Sent at(int slot) {
        Sent request = bySlot[slot];
        if (request == null) {
            throw new IllegalStateException("slot %d holds no request".formatted(slot));
        }
        return request;
    }
}
