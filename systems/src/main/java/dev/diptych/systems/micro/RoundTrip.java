package dev.diptych.systems.micro;

import com.google.auto.service.AutoService;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Copy;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.op.Write;
import dev.diptych.model.random.Philox;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.Program;
import dev.diptych.model.run.SystemPlugin;
import dev.diptych.systems.Setting;

/** Values that go to a GPU, from one buffer to another there, and back: each has to return as it went. */
@SuppressWarnings("rawtypes") // AutoService names its service without the settings.
@AutoService(SystemPlugin.class)
public final class RoundTrip implements SystemPlugin<RoundTrip.Settings> {
    /**
     * How much, and how late.
     *
     * @param bytes that each request sends
     * @param pauseNanos from a request's arrival to its first operation
     */
    public record Settings(int bytes, long pauseNanos) {}

    private static final int VALUE_SITE = 2;

    /** Eleven days: far from where the sum with the time of a run would overflow. */
    private static final long MOST_PAUSE_NANOS = 1_000_000_000_000_000L;

    @Override
    public String name() {
        return "round-trip";
    }

    @Override
    public String summary() {
        return "values written to a GPU, copied there, and read back";
    }

    @Override
    public Settings defaults() {
        return new Settings(4096, 10_000);
    }

    @Override
    public Program program(Settings settings) {
        Setting.multipleOf(Long.BYTES, "bytes", settings.bytes());
        Setting.atLeast(0, "pauseNanos", settings.pauseNanos());
        Setting.atMost(MOST_PAUSE_NANOS, "pauseNanos", settings.pauseNanos());
        return host -> new Echo(host, settings);
    }

    /** A request's id is its timer's; its three operations follow each other in a stream, and only the last brings a value. */
    private static final class Echo implements Controller {
        private static final Gpu GPU = new Gpu(0);

        private final Host host;
        private final Settings settings;
        private final Buffer sent;
        private final Buffer copied;
        /** Requests whose operations were submitted and are not done; they are served in the order of submission. */
        private final java.util.ArrayDeque<Long> submitted = new java.util.ArrayDeque<>();

        Echo(Host host, Settings settings) {
            this.host = host;
            this.settings = settings;
            this.sent = host.allocate(GPU, settings.bytes());
            this.copied = host.allocate(GPU, settings.bytes());
        }

        @Override
        public void onArrival(Arrival arrival) {
            host.timer(arrival.requestId(), host.nowNanos() + settings.pauseNanos());
        }

        @Override
        public void onTimer(long timerId) {
            submitted.add(timerId);
            host.submit(GPU, 0, timerId, new Write(values(timerId), sent.all()));
            host.submit(GPU, 0, timerId, new Copy(sent.all(), copied.all()));
            host.submit(GPU, 0, timerId, new ReadBack(copied.all()));
        }

        @Override
        public void onOpDone(long opId, long startNanos, long endNanos) {}

        @Override
        public void onValue(long opId, Bytes value) {
            long requestId = submitted.remove();
            if (!value.equals(values(requestId))) {
                throw new IllegalStateException(
                        "request %d: operation %d brought other bytes back than were sent".formatted(requestId, opId));
            }
            host.finish(requestId);
        }

        private Bytes values(long requestId) {
            long[] values = new long[settings.bytes() / Long.BYTES];
            for (int i = 0; i < values.length; i++) {
                values[i] = Philox.bits64(host.seed() + requestId, VALUE_SITE, i);
            }
            return Bytes.ofLongs(values);
        }
    }
}
