package dev.diptych.clients;

import dev.diptych.model.run.Arrival;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A server that answers requests one after the other, each after so long, with the checksum of its input. */
final class TestServer implements AutoCloseable {
    static final List<String> MODELS = List.of("short", "long");

    private final Reception reception;
    private final long serviceNanos;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile int mostWaiting;
    private final AtomicLong answered = new AtomicLong();
    private volatile boolean isHolding;
    private volatile @Nullable RuntimeException failure;

    TestServer(Path socket, Terms terms, long serviceNanos) {
        this.reception = Reception.at(socket, MODELS, terms, lines::add);
        this.serviceNanos = serviceNanos;
        this.thread = new Thread(this::serveOrFail, "server");
        this.thread.start();
    }

    private void serveOrFail() {
        try {
            serve();
        } catch (RuntimeException e) {
            failure = e;
            // Clients hear of it by their sockets and need not wait.
            reception.close();
        }
    }

    private void serve() {
        Deque<Arrival> waiting = new ArrayDeque<>();
        long requests = 0;
        long busyUntilNanos = 0;
        while (!reception.areOver()) {
            long nowNanos = reception.awaitNanos(waiting.isEmpty() ? Long.MAX_VALUE : busyUntilNanos);
            Arrival arrival = reception.poll(requests, nowNanos);
            if (arrival != null) {
                requests++;
                waiting.add(arrival);
                if (waiting.size() == 1) {
                    busyUntilNanos = begin(waiting, nowNanos);
                }
            }
            mostWaiting = Math.max(mostWaiting, waiting.size());
            if (!waiting.isEmpty() && nowNanos >= busyUntilNanos && !isHolding) {
                answered.incrementAndGet();
                reception.answer(waiting.remove().requestId(), Outcome.SERVED, null);
                busyUntilNanos = waiting.isEmpty() ? 0 : begin(waiting, nowNanos);
            }
        }
    }

    private long begin(Deque<Arrival> waiting, long nowNanos) {
        reception.expect(waiting.element().requestId(), serviceNanos);
        return nowNanos + serviceNanos;
    }

    /** Makes it answer nothing, or go on. */
    void hold(boolean isHeld) {
        isHolding = isHeld;
    }

    /** Returns what it said. */
    List<String> lines() {
        return lines;
    }

    /** Returns how many requests waited at most. */
    int mostWaiting() {
        return mostWaiting;
    }

    long answered() {
        return answered.get();
    }

    @Override
    public void close() {
        isHolding = false;
        reception.stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the server was ending", e);
        }
        reception.close();
        if (failure != null) {
            throw new IllegalStateException("the server failed", failure);
        }
    }
}
