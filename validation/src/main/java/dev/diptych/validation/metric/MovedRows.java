package dev.diptych.validation.metric;

import com.google.auto.service.AutoService;
import dev.diptych.model.plugin.Plugin;
import dev.diptych.model.run.RunLog;
import dev.diptych.model.run.RunLog.Kind;
import dev.diptych.model.run.RunLog.OpType;
import dev.diptych.validation.OpNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows that were brought into caches by {@code relocate.cu} since the first request arrived. What a launch moves is said by the list that was
 * written before it in its stream: 16 bytes a row.
 */
@SuppressWarnings("rawtypes") // A service is named by its erasure.
@AutoService(MetricPlugin.class)
public final class MovedRows implements MetricPlugin<Plugin.None> {
    private static final String KERNEL = "relocate/move_rows";
    private static final int BYTES_PER_ROW = 16;

    @Override
    public String name() {
        return "moved-rows";
    }

    @Override
    public String summary() {
        return "rows brought into the caches of an embedding table since the first request";
    }

    @Override
    public None defaults() {
        return new None();
    }

    @Override
    public List<Measurement> measure(RunLog log, None settings) {
        // Refuses a log without requests.
        new Requests(log);
        OpNames names = new OpNames(log);
        Map<Long, Long> writtenBytes = new HashMap<>();
        boolean hasArrival = false;
        long bytes = 0;
        for (int entry = 0; entry < log.entries().rows(); entry++) {
            hasArrival |= log.kind(entry) == Kind.ARRIVAL;
            if (log.kind(entry) != Kind.SUBMIT || !hasArrival) {
                continue;
            }
            int op = (int) log.row(entry);
            long stream = log.ops().column("gpu").get(op) << Integer.SIZE
                    | log.ops().column("stream").get(op);
            if (OpType.of(log.ops().column("type").get(op)) == OpType.WRITE) {
                writtenBytes.put(stream, log.ops().column("bytes").get(op));
            } else if (names.of(op).equals(KERNEL)) {
                bytes += writtenBytes.getOrDefault(stream, 0L);
            }
        }
        return List.of(new Measurement("rows moved", "rows", bytes / (double) BYTES_PER_ROW));
    }
}
