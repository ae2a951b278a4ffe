package dev.diptych.validation.timeline;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.run.BlockTrace;
import dev.diptych.model.run.RunLog;
import dev.diptych.model.run.RunLog.Kind;
import dev.diptych.model.table.Table;
import dev.diptych.validation.OpNames;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run as a trace in Chrome's Trace Event Format, which ui.perfetto.dev opens: a process for each GPU with a thread for each stream and
 * copy direction, and a process for the host with its requests and submit calls. Times are microseconds since the run began.
 *
 * <p>Perfetto ties an arrow to a slice, never to an instant; a submit call, whose duration no log knows, is therefore a slice of no length.
 */
public final class Timeline {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    // Perfetto takes process 0 for the idle task.
    private static final int HOST_PROCESS = 1;
    private static final int FIRST_GPU_PROCESS = 2;
    private static final int REQUESTS_THREAD = 1;
    private static final int CALLS_THREAD = 2;
    private static final int FIRST_TRACK_THREAD = 1;

    private final RunLog log;
    private final Optional<BlockTrace> blocks;
    private final Platform platform;
    private final Tracks tracks;
    private final OpNames names;
    private final JsonGenerator json;

    private Timeline(RunLog log, Optional<BlockTrace> blocks, Platform platform, JsonGenerator json) {
        this.log = log;
        this.blocks = blocks;
        this.platform = platform;
        this.tracks = new Tracks(log);
        this.names = new OpNames(log);
        this.json = json;
    }

    /**
     * Returns the trace of a run.
     *
     * @param blocks gets each multiprocessor its rows, for the first of them
     * @throws InputException when the log uses a GPU that the platform does not have
     */
    public static String json(RunLog log, Optional<BlockTrace> blocks, Platform platform) {
        Table ops = log.ops();
        for (int op = 0; op < ops.rows(); op++) {
            if (ops.column("gpu").get(op) >= platform.gpus().size()) {
                throw new InputException("operation %d of the log ran on gpu%d, but platform '%s' has %d GPUs"
                        .formatted(
                                op,
                                ops.column("gpu").get(op),
                                platform.name(),
                                platform.gpus().size()));
            }
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = MAPPER.createGenerator(text)) {
            new Timeline(log, blocks, platform, generator).write();
        }
        return text.toString();
    }

    private void write() {
        json.writeStartObject();
        json.writeStringProperty("displayTimeUnit", "ns");
        json.writeArrayPropertyStart("traceEvents");
        names();
        requests();
        for (int op = 0; op < log.ops().rows(); op++) {
            submit(op);
            if (log.opEndNanos(op) != RunLog.NOT_YET) {
                run(op);
            }
        }
        for (int gpu = 0; gpu < platform.gpus().size(); gpu++) {
            inFlight(gpu);
        }
        blocks.ifPresent(this::blocks);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void names() {
        processName(HOST_PROCESS, "host", platform.name());
        threadName(HOST_PROCESS, REQUESTS_THREAD, "requests");
        threadName(HOST_PROCESS, CALLS_THREAD, "calls");
        for (int gpu = 0; gpu < platform.gpus().size(); gpu++) {
            processName(
                    FIRST_GPU_PROCESS + gpu,
                    "gpu" + gpu,
                    platform.gpus().get(gpu).name());
        }
        List<Track> rows = tracks.tracks();
        for (int row = 0; row < rows.size(); row++) {
            threadName(
                    FIRST_GPU_PROCESS + rows.get(row).gpu(),
                    FIRST_TRACK_THREAD + row,
                    rows.get(row).name());
        }
    }

    private void processName(int process, String name, String label) {
        metadata("process_name", process, 0, "name", name);
        metadata("process_labels", process, 0, "labels", label);
        metadata("process_sort_index", process, 0, "sort_index", process);
    }

    private void threadName(int process, int thread, String name) {
        metadata("thread_name", process, thread, "name", name);
        metadata("thread_sort_index", process, thread, "sort_index", thread);
    }

    private void metadata(String what, int process, int thread, String key, Object value) {
        json.writeStartObject();
        json.writeStringProperty("ph", "M");
        json.writeStringProperty("name", what);
        json.writeNumberProperty("pid", process);
        json.writeNumberProperty("tid", thread);
        json.writeObjectPropertyStart("args");
        json.writePOJOProperty(key, value);
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Requests overlap, so they are asynchronous events: a viewer stacks those of one name. */
    private void requests() {
        Table arrivals = log.arrivals();
        for (int entry = 0; entry < log.entries().rows(); entry++) {
            if (log.kind(entry) == Kind.FINISH) {
                long request = log.row(entry);
                request("b", request, arrivals.column("atNanos").get((int) request));
                request("e", request, log.timeNanos(entry));
            }
        }
    }

    private void request(String phase, long request, long atNanos) {
        start(phase, "request", HOST_PROCESS, REQUESTS_THREAD, atNanos);
        json.writeStringProperty("cat", "request");
        json.writeStringProperty("id", "0x" + Long.toHexString(request));
        json.writeObjectPropertyStart("args");
        json.writeNumberProperty("request", request);
        json.writeNumberProperty("kind", log.arrivals().column("kind").get((int) request));
        json.writeEndObject();
        json.writeEndObject();
    }

    private void submit(int op) {
        start("X", "submit " + names.of(op), HOST_PROCESS, CALLS_THREAD, submitNanos(op));
        json.writeNumberProperty("dur", 0);
        json.writeStringProperty("bind_id", flow(op));
        json.writeBooleanProperty("flow_out", true);
        arguments(op, "request", "gpu", "stream");
        json.writeEndObject();
    }

    private void run(int op) {
        int row = tracks.indexOf(op);
        start(
                "X",
                names.of(op),
                FIRST_GPU_PROCESS + (int) log.ops().column("gpu").get(op),
                FIRST_TRACK_THREAD + row,
                log.opStartNanos(op));
        json.writeName("dur");
        json.writeNumber(micros(log.opEndNanos(op) - log.opStartNanos(op)));
        json.writeStringProperty("bind_id", flow(op));
        json.writeBooleanProperty("flow_in", true);
        arguments(op, "request", "stream", "blocks", "threadsPerBlock", "bytes");
        json.writeEndObject();
    }

    private void arguments(int op, String... columns) {
        json.writeObjectPropertyStart("args");
        json.writeNumberProperty("op", op);
        for (String column : columns) {
            json.writeNumberProperty(column, log.ops().column(column).get(op));
        }
        json.writeEndObject();
    }

    /** How many operations of a GPU are submitted and not ended, at each time at which that changes. */
    private void inFlight(int gpu) {
        Map<Long, Integer> changes = new TreeMap<>();
        for (int op = 0; op < log.ops().rows(); op++) {
            if (log.ops().column("gpu").get(op) == gpu) {
                changes.merge(submitNanos(op), 1, Integer::sum);
                if (log.opEndNanos(op) != RunLog.NOT_YET) {
                    changes.merge(log.opEndNanos(op), -1, Integer::sum);
                }
            }
        }
        int inFlight = 0;
        for (Map.Entry<Long, Integer> change : changes.entrySet()) {
            inFlight += change.getValue();
            start("C", "ops in flight", FIRST_GPU_PROCESS + gpu, 0, change.getKey());
            json.writeObjectPropertyStart("args");
            json.writeNumberProperty("ops", inFlight);
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    /** A process for each GPU's multiprocessors, with as many rows for each as it has blocks at a time. */
    private void blocks(BlockTrace trace) {
        BlockRows rows = new BlockRows(trace, log);
        int process = FIRST_GPU_PROCESS + platform.gpus().size();
        for (int gpu = 0; gpu < platform.gpus().size(); gpu++) {
            processName(
                    process + gpu,
                    "gpu" + gpu + " multiprocessors",
                    "%d of %d blocks shown".formatted(rows.blocks().size(), trace.count()));
        }
        List<Track> names = rows.tracks();
        for (int row = 0; row < names.size(); row++) {
            threadName(
                    process + names.get(row).gpu(),
                    FIRST_TRACK_THREAD + row,
                    names.get(row).name());
        }
        for (BlockRows.Block block : rows.blocks()) {
            start(
                    "X",
                    this.names.of(block.op()),
                    process + names.get(block.row()).gpu(),
                    FIRST_TRACK_THREAD + block.row(),
                    block.startNanos());
            json.writeName("dur");
            json.writeNumber(micros(block.endNanos() - block.startNanos()));
            json.writeObjectPropertyStart("args");
            json.writeNumberProperty("op", block.op());
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    private void start(String phase, String name, int process, int thread, long atNanos) {
        json.writeStartObject();
        json.writeStringProperty("ph", phase);
        json.writeStringProperty("name", name);
        json.writeNumberProperty("pid", process);
        json.writeNumberProperty("tid", thread);
        json.writeName("ts");
        json.writeNumber(micros(atNanos));
    }

    private long submitNanos(int op) {
        return log.ops().column("submitNanos").get(op);
    }

    private static String flow(int op) {
        return "0x" + Integer.toHexString(op);
    }

    /** Exact to the nanosecond, which a binary fraction would not be. */
    private static BigDecimal micros(long nanos) {
        return BigDecimal.valueOf(nanos, 3);
    }
}
