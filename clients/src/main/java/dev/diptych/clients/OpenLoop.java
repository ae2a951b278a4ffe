package dev.diptych.clients;

import dev.diptych.model.op.Bytes;
import dev.diptych.model.random.Philox;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Requests at the times of a Poisson process, whatever becomes of those before. Latency counts from the time at which a request was to be sent, so a
 * server that keeps its clients waiting does not look the better for it.
 */
public final class OpenLoop {
    private static final int GAP_SITE = 0x6f4c;
    private static final int INPUT_SITE = 0x6f49;
    private static final double NANOS_PER_SECOND = 1e9;
    /** A thread that sleeps wakes up late by some tens of microseconds: that long before its time it sleeps no more. */
    private static final long AWAKE_NANOS = 200_000;

    private final ServingClient client;
    private final int model;
    private final long[] intendedNanos;
    private final Bytes input;
    private volatile @Nullable Exception failure;

    /**
     * @param model by number
     * @param inputBytes of each request, drawn from the seed as the times are
     */
    public OpenLoop(ServingClient client, int model, int requests, double ratePerSecond, int inputBytes, long seed) {
        this.client = client;
        this.model = model;
        this.intendedNanos = new long[requests];
        double atNanos = 0;
        for (int i = 0; i < requests; i++) {
            atNanos -= Math.log1p(-Philox.unit(seed, GAP_SITE, i)) * NANOS_PER_SECOND / ratePerSecond;
            intendedNanos[i] = Math.round(atNanos);
        }
        ByteBuffer drawn = ByteBuffer.allocate(inputBytes);
        for (int i = 0; i < inputBytes; i++) {
            drawn.put((byte) Philox.bits64(seed, INPUT_SITE, i));
        }
        this.input = Bytes.copyOf(drawn.flip());
    }

    /**
     * Sends all requests and takes all answers.
     *
     * @throws IOException when the server goes meanwhile, or sends this client away
     */
    public Latencies run() throws IOException {
        long startNanos = System.nanoTime();
        Thread sender = new Thread(() -> send(startNanos), "requests");
        sender.setDaemon(true);
        sender.start();
        try {
            return receive(startNanos);
        } catch (IOException e) {
            Exception first = failure;
            if (first != null) {
                e.addSuppressed(first);
            }
            throw e;
        }
    }

    private void send(long startNanos) {
        try {
            for (long atNanos : intendedNanos) {
                awaitNanos(startNanos + atNanos);
                client.submit(model, input);
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
            forsake();
        }
    }

    /** Ends the wait of the thread that takes answers: not all of them will come. */
    private void forsake() {
        try {
            client.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the socket cannot be closed", e);
        }
    }

    private static void awaitNanos(long atNanos) {
        for (long leftNanos = atNanos - System.nanoTime(); leftNanos > 0; leftNanos = atNanos - System.nanoTime()) {
            if (leftNanos > AWAKE_NANOS) {
                LockSupport.parkNanos(leftNanos - AWAKE_NANOS);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private Latencies receive(long startNanos) throws IOException {
        CRC32C crc = new CRC32C();
        crc.update(input.buffer());
        Bytes checksum = Bytes.ofLongs(crc.getValue());
        Latencies latencies = new Latencies(intendedNanos.length);
        long cpuNanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int taken = 0; taken < intendedNanos.length; taken++) {
            Answer answer = client.await();
            long tookNanos = System.nanoTime() - startNanos - intendedNanos[(int) answer.ticket()];
            latencies.add(answer.outcome(), tookNanos, answer.output().equals(checksum));
        }
        latencies.tookCpu(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpuNanos);
        return latencies;
    }
}
