package dev.diptych.sim;

import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Op;
import dev.diptych.model.run.Arrival;
import dev.diptych.model.run.BlockTrace;
import dev.diptych.model.run.Controller;
import dev.diptych.model.run.Host;
import dev.diptych.model.run.Program;
import dev.diptych.sim.work.KernelWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A program that does something when its only request arrives and keeps what it is told. */
public final class Script implements Program, Controller {
    /** From when the device took an operation up to its end. */
    public record Span(long startNanos, long endNanos) {}

    private final Consumer<Script> onRequest;
    private final Map<Long, Span> spans = new TreeMap<>();
    private final List<String> told = new ArrayList<>();
    private final Map<Long, List<Long>> blockStartsNanos = new TreeMap<>();
    private final Map<String, String> facts = new TreeMap<>();
    private Optional<BlockTrace> blocks = Optional.empty();
    private @Nullable Host host;

    private Script(Consumer<Script> onRequest) {
        this.onRequest = onRequest;
    }

    /** Runs a script on a simulated platform, one request at 0 ns. */
    public static Script run(Platform platform, List<KernelWork> works, Consumer<Script> onRequest) {
        return run(platform, SimSettings.DEFAULTS, works, onRequest);
    }

    public static Script run(
            Platform platform, SimSettings settings, List<KernelWork> works, Consumer<Script> onRequest) {
        Script script = new Script(onRequest);
        try (SimBackend backend = new SimBackend(platform, 1, settings, works)) {
            backend.run(script, List.of(new Arrival(0, 0, 0, Bytes.EMPTY)));
            script.facts.putAll(backend.facts());
            script.blocks = backend.blocks();
        }
        return script;
    }

    public Host host() {
        return Objects.requireNonNull(host);
    }

    public long submit(int stream, Op op) {
        return host().submit(Fixture.GPU, stream, 0, op);
    }

    public Span span(long op) {
        return Objects.requireNonNull(spans.get(op), () -> "operation %d has not ended".formatted(op));
    }

    /** Of all operations, in the order of their submission. */
    public List<Span> spans() {
        return List.copyOf(spans.values());
    }

    public long nanos(long op) {
        return span(op).endNanos() - span(op).startNanos();
    }

    /** What the controller was told of blocks, values and timers, in order. */
    public List<String> told() {
        return told;
    }

    /** When each block of a launch was told to have started; its exact start when the launch asks for a notice per block. */
    public List<Long> blockStartsNanos(long op) {
        return Objects.requireNonNull(
                blockStartsNanos.get(op), () -> "operation %d reported no block's start".formatted(op));
    }

    /** Where and when blocks ran, if the settings asked for it. */
    public Optional<BlockTrace> blocks() {
        return blocks;
    }

    public String fact(String name) {
        return Objects.requireNonNull(facts.get(name), name);
    }

    @Override
    public Controller start(Host started) {
        host = started;
        return this;
    }

    @Override
    public void onArrival(Arrival arrival) {
        onRequest.accept(this);
        host().finish(arrival.requestId());
    }

    @Override
    public void onOpDone(long opId, long startNanos, long endNanos) {
        spans.put(opId, new Span(startNanos, endNanos));
    }

    @Override
    public void onBlocks(long opId, int started, int finished) {
        told.add("op %d: %d started, %d finished".formatted(opId, started, finished));
        for (int i = 0; i < started; i++) {
            blockStartsNanos.computeIfAbsent(opId, op -> new ArrayList<>()).add(host().nowNanos());
        }
    }

    @Override
    public void onValue(long opId, Bytes value) {
        told.add("op %d: %d bytes".formatted(opId, value.size()));
    }

    @Override
    public void onTimer(long timerId) {
        told.add("timer %d at %d ns".formatted(timerId, host().nowNanos()));
    }
}
