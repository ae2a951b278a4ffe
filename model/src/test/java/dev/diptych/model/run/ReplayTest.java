package dev.diptych.model.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.hw.CacheSpec;
import dev.diptych.model.hw.DispatchSpec;
import dev.diptych.model.hw.Frequency;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.HostSpec;
import dev.diptych.model.hw.LatencySpec;
import dev.diptych.model.hw.MemorySpec;
import dev.diptych.model.hw.PipeSpec;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.SliceSpec;
import dev.diptych.model.hw.SmSpec;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.op.Write;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final Gpu GPU = new Gpu(0);
    private static final CacheSpec CACHE = new CacheSpec(1024, 1024, 128, 32, 32, 4, 1, 30, 64);
    private static final Platform PLATFORM = new Platform(
            "test",
            List.of(new GpuSpec(
                    "test",
                    1,
                    new Frequency(1000),
                    new SmSpec(
                            2048,
                            32,
                            65536,
                            256,
                            4,
                            102400,
                            49152,
                            128,
                            1024,
                            new PipeSpec(4, 4, 2, 2, 2, 0.5, 1, 0.5, 0.5),
                            new LatencySpec(4, 8, 18, 33, 29, 60, 24, 20, 0),
                            6),
                    CACHE,
                    CACHE,
                    new SliceSpec(100, 100, 100, 1, 0),
                    new MemorySpec(1 << 20, 100, 1, 1, 0.05, 400, 0.2, 0, 0, 0, 60),
                    new DispatchSpec(32, 128, 1000, 100, 1000, 1000, 1000, 1000, 100, 1))),
            List.of(),
            new HostSpec(1 << 20, 100, 1000, 1000, 100, 1000));

    /** Each request writes its id, waits for a timer, reads back, and finishes when the value has come. */
    private record Echo(long pauseNanos) implements Program {
        @Override
        public Controller start(Host host) {
            Buffer buffer = host.allocate(GPU, 8);
            return new Controller() {
                private long request;

                @Override
                public void onArrival(Arrival arrival) {
                    request = arrival.requestId();
                    host.submit(GPU, 0, request, new Write(Bytes.ofLongs(request), buffer.all()));
                    host.timer(request, host.nowNanos() + pauseNanos);
                }

                @Override
                public void onOpDone(long opId, long startNanos, long endNanos) {}

                @Override
                public void onTimer(long timerId) {
                    host.submit(GPU, 1, timerId, new ReadBack(buffer.all()));
                }

                @Override
                public void onValue(long opId, Bytes value) {
                    host.finish(request);
                }
            };
        }
    }

    @Test
    void agreesWithTheRecordingOfTheSameProgram() {
        RunLog log = record(new Echo(100));
        // One allocation, and a write, a timer, a read-back and a finish for each of three requests.
        assertThat(Replay.of(log, PLATFORM, new Echo(100)).run()).isEqualTo(1 + 3 * 4);
    }

    @Test
    void namesTheFirstCallThatDiffers() {
        RunLog log = record(new Echo(100));
        assertThatThrownBy(() -> Replay.of(log, PLATFORM, new Echo(101)).run())
                .isInstanceOf(ReplayDivergence.class)
                .hasMessageContaining("recorded controller called timer(0, at 100 ns), this one timer(0, at 101 ns)");
    }

    @Test
    void noticesACallTheControllerNoLongerMakes() {
        RunLog log = record(new Echo(100));
        Program lazy = host -> {
            Buffer unused = host.allocate(GPU, 8);
            return new Controller() {
                @Override
                public void onArrival(Arrival arrival) {
                    assertThat(unused.bytes()).isEqualTo(8);
                }

                @Override
                public void onOpDone(long opId, long startNanos, long endNanos) {}
            };
        };
        assertThatThrownBy(() -> Replay.of(log, PLATFORM, lazy).run())
                .isInstanceOf(ReplayDivergence.class)
                .hasMessageContaining("this one did not");
    }

    @Test
    void noticesADifferentPayload() {
        RunLog log = record(new Echo(100));
        Program other = host -> new Echo(100).start(new Host() {
            @Override
            public Platform platform() {
                return host.platform();
            }

            @Override
            public long nowNanos() {
                return host.nowNanos();
            }

            @Override
            public long seed() {
                return host.seed();
            }

            @Override
            public Buffer allocate(dev.diptych.model.hw.Place place, long bytes) {
                return host.allocate(place, bytes);
            }

            @Override
            public long submit(Gpu gpu, int stream, long requestId, dev.diptych.model.op.Op op) {
                boolean second = op instanceof Write write && write.bytes().getLong(0) == 1;
                return host.submit(
                        gpu, stream, requestId, second ? new Write(Bytes.ofLongs(99), ((Write) op).to()) : op);
            }

            @Override
            public long submitQuietly(Gpu gpu, int stream, long requestId, dev.diptych.model.op.Op op) {
                return submit(gpu, stream, requestId, op);
            }

            @Override
            public void timer(long timerId, long atNanos) {
                host.timer(timerId, atNanos);
            }

            @Override
            public void backgroundTimer(long timerId, long atNanos) {
                host.backgroundTimer(timerId, atNanos);
            }

            @Override
            public void finish(long requestId) {
                host.finish(requestId);
            }
        });
        assertThatThrownBy(() -> Replay.of(log, PLATFORM, other).run())
                .isInstanceOf(ReplayDivergence.class)
                .hasMessageContaining("WRITE");
    }

    private static RunLog record(Program program) {
        RunLog log = new RunLog(7);
        try (ScriptedMachine machine = new ScriptedMachine(PLATFORM, 7)) {
            machine.run(
                    Recording.of(program, log),
                    LongStream.range(0, 3)
                            .mapToObj(id -> new Arrival(id, id * 1000, 0, Bytes.EMPTY))
                            .toList());
        }
        return log;
    }
}
