package dev.diptych.sim.ptx.conformance;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.ReadBack;
import dev.diptych.model.op.Write;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.Backend;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.LiveRequests;
import dev.diptych.model.run.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;

/** A machine whose kernels do what the methods of their instructions say, except for what a test changes. */
final class OracleMachine implements Backend, Host {
    private final Map<String, Probe> byTitle = new TreeMap<>();
    private final Map<String, LongUnaryOperator> changes;
    private final List<byte[]> memory = new ArrayList<>();
    private final List<Op> ops = new ArrayList<>();

    /** @param changes what becomes of each result of an instruction; one that throws ends the run */
    OracleMachine(List<Probe> probes, Map<String, LongUnaryOperator> changes) {
        probes.forEach(probe -> byTitle.put(probe.title(), probe));
        this.changes = changes;
    }

    @Override
    public void run(Program program, Iterable<Arrival> arrivals) {
        Controller controller = program.start(this);
        for (int opId = 0; opId < ops.size(); opId++) {
            if (ops.get(opId) instanceof Write write) {
                write.bytes().buffer().get(memory.get(write.to().buffer().id()));
            } else if (ops.get(opId) instanceof Launch launch) {
                launch(launch);
            } else if (ops.get(opId) instanceof ReadBack readBack) {
                byte[] bytes = memory.get(readBack.from().buffer().id());
                controller.onValue(opId, Bytes.copyOf(ByteBuffer.wrap(bytes)));
            }
            controller.onOpDone(opId, 0, 0);
        }
    }

    private void launch(Launch launch) {
        Probe probe = probe(launch.kernel().module(), launch.kernel().entry());
        LongUnaryOperator change = changes.getOrDefault(probe.title(), LongUnaryOperator.identity());
        long threads = launch.grid().count() * launch.block().count();
        for (int thread = 0; thread < threads; thread++) {
            long[] operands = new long[probe.operands().size()];
            for (int i = 0; i < operands.length; i++) {
                operands[i] =
                        load(launch.args().get(1 + i), thread, probe.operands().get(i));
            }
            long result = probe.result().extended(probe.oracle().of(operands));
            store(launch.args().get(0), thread, probe.result(), change.applyAsLong(result));
        }
    }

    private Probe probe(String module, String entry) {
        try {
            String text = Files.readString(Path.of(module));
            int at = text.indexOf(".visible .entry " + entry + "(");
            int title = text.lastIndexOf("// ", at) + 3;
            Probe probe = byTitle.get(text.substring(title, text.indexOf('\n', title)));
            if (at < 0 || probe == null) {
                throw new IllegalStateException("no kernel of %s is named %s".formatted(module, entry));
            }
            return probe;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long load(Arg array, int index, Format format) {
        ByteBuffer buffer = buffer(array);
        int at = index * format.memoryBytes();
        return switch (format.memoryBytes()) {
            case 1 -> buffer.get(at) & 0xFFL;
            case 2 -> buffer.getShort(at) & 0xFFFFL;
            case 4 -> buffer.getInt(at) & 0xFFFF_FFFFL;
            default -> buffer.getLong(at);
        };
    }

    private void store(Arg array, int index, Format format, long value) {
        ByteBuffer buffer = buffer(array);
        int at = index * format.memoryBytes();
        switch (format.memoryBytes()) {
            case 1 -> buffer.put(at, (byte) value);
            case 2 -> buffer.putShort(at, (short) value);
            case 4 -> buffer.putInt(at, (int) value);
            default -> buffer.putLong(at, value);
        }
    }

    private ByteBuffer buffer(Arg array) {
        if (!(array instanceof Arg.Address address)) {
            throw new IllegalStateException(array + " is no address");
        }
        byte[] bytes = memory.get(address.slice().buffer().id());
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public Buffer allocate(Place place, long bytes) {
        memory.add(new byte[(int) bytes]);
        return new Buffer(memory.size() - 1, place, bytes);
    }

    @Override
    public long submit(Gpu gpu, int stream, long requestId, Op op) {
        ops.add(op);
        return ops.size() - 1L;
    }

    @Override
    public long submitQuietly(Gpu gpu, int stream, long requestId, Op op) {
        return submit(gpu, stream, requestId, op);
    }

    @Override
    public Platform platform() {
        throw new IllegalStateException("nobody asks for the platform");
    }

    @Override
    public long nowNanos() {
        return 0;
    }

    @Override
    public long seed() {
        return 0;
    }

    @Override
    public void timer(long timerId, long atNanos) {
        throw new IllegalStateException("nobody sets timer " + timerId);
    }

    @Override
    public void backgroundTimer(long timerId, long atNanos) {
        timer(timerId, atNanos);
    }

    @Override
    public void finish(long requestId) {
        throw new IllegalStateException("nobody asked for request " + requestId);
    }

    @Override
    public void serve(Program program, LiveRequests requests) {
        throw new UnsupportedOperationException("an oracle answers what it is asked beforehand");
    }

    @Override
    public SortedMap<String, String> facts() {
        return new TreeMap<>();
    }

    @Override
    public void close() {}
}
