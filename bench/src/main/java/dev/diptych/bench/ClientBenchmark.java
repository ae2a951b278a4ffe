package dev.diptych.bench;

import dev.diptych.clients.Answer;
import dev.diptych.clients.Reception;
import dev.diptych.clients.ServingClient;
import dev.diptych.clients.Terms;
import dev.diptych.clients.WakeUp;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Op;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From a client's request to its answer in the client's hands, one at a time, by a server that is done with each after so many microseconds and says so
 * beforehand. What is above that is the way there and back, and waking up.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls open() first.
public class ClientBenchmark {
    private static final long NANOS_PER_MICRO = 1000;

    @Param
    WakeUp wakeUp;

    @Param({"0", "200", "2000"})
    long serviceMicros;

    private Path directory;
    private Reception reception;
    private Thread server;
    private ServingClient client;

    /** Starts the server and connects. */
    @Setup(Level.Trial)
    public void open() throws IOException {
        directory = Files.createTempDirectory("clients");
        Path socket = directory.resolve("server");
        reception = Reception.at(socket, List.of("model"), Terms.DEFAULTS, line -> {});
        server = new Thread(this::serve, "server");
        server.start();
        client = ServingClient.connect(socket, wakeUp);
    }

    private void serve() {
        Waiting host = new Waiting();
        Controller controller = reception
                .answering(unused -> new Done(unused, serviceMicros * NANOS_PER_MICRO))
                .start(host);
        for (long requests = 0; !reception.areOver(); ) {
            host.nowNanos = reception.awaitNanos(host.dueNanos);
            Arrival arrival = reception.poll(requests, host.nowNanos);
            if (arrival != null) {
                requests++;
                controller.onArrival(arrival);
            }
            if (host.nowNanos >= host.dueNanos) {
                host.dueNanos = Long.MAX_VALUE;
                controller.onTimer(requests - 1);
            }
        }
    }

    /** Ends both. */
    @TearDown(Level.Trial)
    public void close() throws IOException, InterruptedException {
        client.close();
        reception.stop();
        server.join();
        reception.close();
        Files.delete(directory);
    }

    @Benchmark
    public Answer request() throws IOException {
        client.submit(0, Bytes.EMPTY);
        return client.await();
    }

    /** Is done with a request after so long. */
    private record Done(Host host, long serviceNanos) implements Controller {
        @Override
        public void onArrival(Arrival arrival) {
            long atNanos = host.nowNanos() + serviceNanos;
            host.expectFinish(arrival.requestId(), atNanos);
            host.timer(arrival.requestId(), atNanos);
        }

        @Override
        public void onOpDone(long opId, long startNanos, long endNanos) {}

        @Override
        public void onTimer(long timerId) {
            host.finish(timerId);
        }
    }

    /** A machine that has a clock. */
    private static final class Waiting implements Host {
        private long nowNanos;
        private long dueNanos = Long.MAX_VALUE;

        @Override
        public Platform platform() {
            throw new UnsupportedOperationException("nothing runs here");
        }

        @Override
        public long nowNanos() {
            return nowNanos;
        }

        @Override
        public long seed() {
            return 0;
        }

        @Override
        public Buffer allocate(Place place, long bytes) {
            throw new UnsupportedOperationException("nothing runs here");
        }

        @Override
        public long submit(Gpu gpu, int stream, long requestId, Op op) {
            throw new UnsupportedOperationException("nothing runs here");
        }

        @Override
        public long submitQuietly(Gpu gpu, int stream, long requestId, Op op) {
            throw new UnsupportedOperationException("nothing runs here");
        }

        @Override
        public void timer(long timerId, long atNanos) {
            dueNanos = atNanos;
        }

        @Override
        public void backgroundTimer(long timerId, long atNanos) {
            dueNanos = atNanos;
        }

        @Override
        public void finish(long requestId) {}
    }
}
