package dev.diptych.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Work that a signal ends in good order, before it ends the process. */
final class StopOnSignal {
    /** So long the process waits for work that was asked to end. */
    private static final long MOST_SECONDS = 30;

    private StopOnSignal() {}

    /**
     * Does work.
     *
     * @param stop asks it to end; called from a thread of its own when a signal would end the process
     */
    static void during(Runnable work, Runnable stop) {
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(() -> endWork(stop, ended), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            work.run();
        } finally {
            // A hook that runs already cannot be taken away.
            if (hook.getState() == Thread.State.NEW) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
            ended.countDown();
        }
    }

    private static void endWork(Runnable stop, CountDownLatch ended) {
        stop.run();
        try {
            ended.await(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
