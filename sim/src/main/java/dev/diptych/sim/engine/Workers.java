package dev.diptych.sim.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Threads that do pieces of work side by side, of which none may make a difference to another: the only threads of the simulator. What the
 * caller did before is seen by the pieces, and what these did by the caller afterwards.
 */
public final class Workers implements AutoCloseable {
    private final int threads;
    /** Null for the caller alone. */
    private final @Nullable ExecutorService helpers;

    /** @param threads with the caller's own */
    public Workers(int threads) {
        this.threads = threads;
        this.helpers = threads == 1
                ? null
                : Executors.newFixedThreadPool(threads - 1, work -> {
                    Thread thread = new Thread(work, "island");
                    // A run that was given up must not keep the process from ending.
                    thread.setDaemon(true);
                    return thread;
                });
    }

    public int threads() {
        return threads;
    }

    /** Does pieces of work, counted from 0. Of those that fail, the first one's exception is thrown, when all have ended. */
    public void run(int count, IntConsumer piece) {
        List<@Nullable Throwable> failures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            failures.add(null);
        }
        AtomicInteger next = new AtomicInteger();
        Runnable some = () -> {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                try {
                    piece.accept(i);
                } catch (RuntimeException | Error e) {
                    failures.set(i, e);
                }
            }
        };
        List<Future<?>> helping = new ArrayList<>();
        for (int i = 1; helpers != null && i < Math.min(threads, count); i++) {
            helping.add(helpers.submit(some));
        }
        some.run();
        helping.forEach(Workers::await);
        for (Throwable failure : failures) {
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
        }
    }

    private static void await(Future<?> helper) {
        boolean isInterrupted = false;
        while (true) {
            try {
                helper.get();
                break;
            } catch (InterruptedException e) {
                // The pieces share the caller's data, so there is no leaving before they end.
                isInterrupted = true;
            } catch (ExecutionException e) {
                throw new IllegalStateException("a helper failed outside of its work", e);
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (helpers != null) {
            helpers.shutdown();
        }
    }
}
