package dev.diptych.systems.check;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.kernels.KernelEntry;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.op.Slice;
import dev.diptych.model.op.Write;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Host;
import dev.diptych.systems.embedding.BatchExtraction;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The place where one check works: a GPU, two streams of its own, and a record of what came out as expected and what did not. */
final class Lab {
    /** What a check does when one of its operations has ended; times in nanoseconds. */
    interface Ended {
        void at(long startNanos, long endNanos);
    }

    private record Stream(Gpu gpu, int number) {}

    private record Attached(BatchExtraction extraction, Runnable whenDone) {}

    static final int STREAMS = 2;

    private final Host host;
    private final KernelCatalog catalog;
    private final int firstStream;
    private final IntConsumer owns;
    private final Map<Long, Consumer<Bytes>> values = new HashMap<>();
    private final Map<Long, Ended> ends = new HashMap<>();
    private final BlockLedger blocks = new BlockLedger();
    private final Map<Long, Stream> streams = new HashMap<>();
    private final Map<Stream, Long> lastEnded = new HashMap<>();
    private final List<Attached> attached = new ArrayList<>();
    private final Map<Long, Runnable> timers = new HashMap<>();
    private final List<Consumer<Arrival>> arrivals = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    /** What was read back, in the order of submission; {@code null} until it is told. */
    private final List<@Nullable Bytes> readBacks = new ArrayList<>();

    private String leftOut = "";
    private int blocksPerNotice;
    private int outstanding;
    private int compared;

    /**
     * A lab.
     *
     * @param owns is told the id of each operation that the lab submits
     */
    Lab(Host host, KernelCatalog catalog, int firstStream, IntConsumer owns) {
        this.host = host;
        this.catalog = catalog;
        this.firstStream = firstStream;
        this.owns = owns;
    }

    Host host() {
        return host;
    }

    static Gpu gpu() {
        return new Gpu(0);
    }

    Buffer buffer(Place place, long bytes) {
        return host.allocate(place, bytes);
    }

    /** Returns a new buffer of the GPU that holds some bytes. */
    Buffer buffer(Bytes content) {
        Buffer buffer = buffer(gpu(), Math.max(1, content.size()));
        write(content, buffer.slice(0, content.size()));
        return buffer;
    }

    /** Submits to the lab's first stream. */
    long submit(Op op) {
        return submit(0, op);
    }

    /** Has all launches from here on report their blocks, and requires that all are told. */
    void report(int sharing) {
        blocksPerNotice = sharing;
    }

    /** Submits to one of the lab's {@link #STREAMS} streams. */
    long submit(int stream, Op op) {
        if (op instanceof Launch launch && launch.blocksPerNotice() < blocksPerNotice) {
            return submit(stream, reporting(launch, blocksPerNotice));
        }
        return submit(gpu(), firstStream + stream, op);
    }

    /** Submits to any stream of any GPU, counted by the machine. */
    private long submit(Gpu gpu, int stream, Op op) {
        long opId = host.submit(gpu, stream, Host.NO_REQUEST, op);
        if (op instanceof Launch launch && launch.blocksPerNotice() > 0) {
            blocks.expect(opId, launch.grid().count());
        }
        owns.accept((int) opId);
        streams.put(opId, new Stream(gpu, stream));
        outstanding++;
        return opId;
    }

    private static Launch reporting(Launch launch, int blocksPerNotice) {
        return new Launch(
                launch.kernel(),
                launch.grid(),
                launch.block(),
                launch.dynamicSharedBytes(),
                launch.args(),
                blocksPerNotice);
    }

    /** Submits to the first stream that a GPU has for the lab. */
    long submit(Gpu gpu, Op op) {
        return submit(gpu, firstStream, op);
    }

    /** Has a batch extraction, made with {@link #openHost()}, told of all that it has to know, and something done whenever it has come to its end. */
    void attach(BatchExtraction extraction, Runnable whenDone) {
        attached.add(new Attached(extraction, whenDone));
    }

    /** Returns the machine as someone sees it whose operations are this lab's. */
    Host openHost() {
        return new LabHost(host, (gpu, stream, op) -> submit(gpu, firstStream + stream, op));
    }

    void write(Bytes bytes, Slice to) {
        submit(new Write(bytes, to));
    }

    Launch launchOf(String module, String entry, Dim grid, Dim block, int blocksPerNotice, Arg... args) {
        KernelEntry kernel = catalog.entry(module, entry);
        return new Launch(
                new Kernel(module, entry, kernel.registersPerThread(), kernel.staticSharedBytes()),
                grid,
                block,
                0,
                List.of(args),
                blocksPerNotice);
    }

    long launch(String module, String entry, Dim grid, Dim block, Arg... args) {
        return submit(launchOf(module, entry, grid, block, 0, args));
    }

    /** Reads a slice in the lab's first stream and expects it to hold some bytes. */
    void expect(String what, Slice slice, Bytes expected) {
        expect(0, what, slice, expected);
    }

    void expect(int stream, String what, Slice slice, Bytes expected) {
        expect(gpu(), firstStream + stream, what, slice, expected);
    }

    /** The same in the first stream that a GPU has for the lab. */
    void expect(Gpu gpu, String what, Slice slice, Bytes expected) {
        expect(gpu, firstStream, what, slice, expected);
    }

    private void expect(Gpu gpu, int stream, String what, Slice slice, Bytes expected) {
        long opId = submit(gpu, stream, new ReadBack(slice));
        int index = readBacks.size();
        readBacks.add(null);
        values.put(opId, value -> {
            readBacks.set(index, value);
            compared++;
            if (!value.equals(expected)) {
                fail(what + ": " + difference(value, expected));
            }
        });
    }

    /**
     * Reads floats in the lab's first stream and expects each to lie within {@code tolerance}, times the larger of 1 and its size, of what it
     * should be. Machines may differ that much: what is read is not among {@link #readBacks()}.
     */
    void expectNear(String what, Slice slice, double[] expected, double tolerance) {
        values.put(submit(new ReadBack(slice)), value -> {
            compared++;
            for (int i = 0; i < expected.length; i++) {
                float is = Float.intBitsToFloat(value.getInt(Float.BYTES * i));
                // Written so that what is no number fails.
                if (!(Math.abs(is - expected[i]) <= tolerance * Math.max(1, Math.abs(expected[i])))) {
                    fail("%s: number %d is %s instead of about %s".formatted(what, i, is, expected[i]));
                    return;
                }
            }
        });
    }

    /** Has something done when an operation has ended. */
    void whenEnded(long opId, Ended action) {
        ends.put(opId, action);
    }

    /** Counts the blocks that an operation tells. */
    BlockLedger.Blocks blocksOf(long opId) {
        return blocks.of(opId);
    }

    void timer(long timerId, long atNanos, Runnable action) {
        timers.put(timerId, action);
        outstanding++;
        host.timer(timerId, atNanos);
    }

    /** Has something done at the next arrival that nothing was said for yet. */
    void whenArrived(Consumer<Arrival> action) {
        arrivals.add(action);
        outstanding++;
    }

    /** Says why a check has nothing to do on this machine. */
    void leaveOut(String reason) {
        leftOut = reason;
    }

    void require(boolean condition, String otherwise) {
        compared++;
        if (!condition) {
            fail(otherwise);
        }
    }

    void fail(String failure) {
        failures.add(failure);
    }

    void told(long opId, Bytes value) {
        Consumer<Bytes> expectation = values.remove(opId);
        if (expectation == null && attached.stream().anyMatch(one -> one.extraction.onValue(opId, value))) {
            return;
        }
        if (expectation == null) {
            fail("operation %d told a value that nobody asked for".formatted(opId));
        } else {
            expectation.accept(value);
        }
    }

    void told(long opId, int started, int finished) {
        blocks.tell(opId, started, finished);
    }

    void ended(long opId, long startNanos, long endNanos) {
        outstanding--;
        if (startNanos < 0 || startNanos > endNanos || endNanos > host.nowNanos()) {
            fail("operation %d ran from %d to %d ns, told at %d ns"
                    .formatted(opId, startNanos, endNanos, host.nowNanos()));
        }
        Stream stream = streams.getOrDefault(opId, new Stream(gpu(), firstStream));
        Long before = lastEnded.put(stream, opId);
        if (before != null && before > opId) {
            fail("operation %d of a stream was told after operation %d".formatted(opId, before));
        }
        if (values.containsKey(opId)) {
            fail("operation %d ended without telling its value".formatted(opId));
        }
        blocks.settle(opId, this);
        Ended action = ends.remove(opId);
        if (action != null) {
            action.at(startNanos, endNanos);
        }
        for (Attached one : attached) {
            if (one.extraction.onOpDone(opId) && one.extraction.isDone()) {
                one.whenDone.run();
            }
        }
    }

    void rang(long timerId) {
        outstanding--;
        Runnable action = timers.remove(timerId);
        if (action == null) {
            fail("timer %d rang, which nobody had set or which had rung".formatted(timerId));
        } else {
            action.run();
        }
    }

    void arrived(Arrival arrival) {
        if (arrivals.isEmpty()) {
            host.finish(arrival.requestId());
            return;
        }
        outstanding--;
        arrivals.remove(0).accept(arrival);
    }

    /** Returns what was told of the read-backs, in the order of their submission, which is the same on every machine. */
    List<Bytes> readBacks() {
        return readBacks.stream().filter(Objects::nonNull).toList();
    }

    /** Returns what came of the check, at the end of the run. */
    SelfTest.Result result(String name) {
        if (outstanding != 0) {
            fail("%d operations, timers or arrivals were never told".formatted(outstanding));
        }
        if (!failures.isEmpty()) {
            String detail = "%s (the first of %d failures)".formatted(failures.get(0), failures.size());
            return new SelfTest.Result(name, SelfTest.Outcome.FAILED, detail);
        }
        return leftOut.isEmpty()
                ? new SelfTest.Result(name, SelfTest.Outcome.PASSED, compared + " comparisons")
                : new SelfTest.Result(name, SelfTest.Outcome.LEFT_OUT, leftOut);
    }

    /** Returns where and how bytes differ that are not equal. */
    static String difference(Bytes value, Bytes expected) {
        if (value.size() != expected.size()) {
            return "%d bytes came, %d were expected".formatted(value.size(), expected.size());
        }
        ByteBuffer is = value.buffer();
        int at = is.mismatch(expected.buffer());
        int word = Math.min(at / Integer.BYTES * Integer.BYTES, value.size() - Integer.BYTES);
        return word < 0
                ? "byte %d differs".formatted(at)
                : "at byte %d of %d there is 0x%08x instead of 0x%08x"
                        .formatted(word, value.size(), value.getInt(word), expected.getInt(word));
    }
}
