package dev.diptych.validation.metric;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.plugin.Plugin;
import dev.diptych.model.run.RunLog;
import dev.diptych.model.run.RunLog.Kind;
import dev.diptych.model.run.RunLog.OpType;
import dev.diptych.validation.OpNames;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * From where an embedding cache brought the rows of its batches: shares of the GPU's own rows, of those of peers and of those of the host's memory, and of
 * keys that were not known, over all batches whose counts are in the log.
 *
 * <p>Counts are what a stream reads back behind a kernel that counts: 8 bytes for each GPU, then for the host's memory (one for each of its regions, in
 * order), then for unknown keys. A shorter value is something else.
 */
@SuppressWarnings("rawtypes") // A service is named by its erasure.
@AutoService(MetricPlugin.class)
public final class HitShares implements MetricPlugin<Plugin.None> {
    private static final Set<String> COUNTING = Set.of("bucketing/bucket_keys", "found/count_found");
    private static final double PERCENT = 100;

    /** Rows by where they came from. */
    private static final class Rows {
        private long local;
        private long peer;
        private long host;
        private long unknown;

        void add(Bytes counts, int gpu, int gpus) {
            int last = counts.size() / Long.BYTES - 1;
            for (int i = 0; i <= last; i++) {
                long rows = counts.getLong(i * Long.BYTES);
                local += i == gpu ? rows : 0;
                peer += i < gpus && i != gpu ? rows : 0;
                host += i >= gpus && i < last ? rows : 0;
                unknown += i == last ? rows : 0;
            }
        }

        Measurement share(String name, long rows) {
            return new Measurement(name, "%", PERCENT * rows / (local + peer + host + unknown));
        }
    }

    @Override
    public String name() {
        return "hit-shares";
    }

    @Override
    public String summary() {
        return "rows of an embedding table by where they came from: the GPU's own memory, peers, the host";
    }

    @Override
    public None defaults() {
        return new None();
    }

    @Override
    public List<Measurement> measure(RunLog log, None settings) {
        int gpus = gpus(log);
        long fewestBytes = (gpus + 2L) * Long.BYTES;
        OpNames names = new OpNames(log);
        Set<Long> counted = new HashSet<>();
        Set<Long> telling = new HashSet<>();
        Rows rows = new Rows();
        for (int entry = 0; entry < log.entries().rows(); entry++) {
            int row = (int) log.row(entry);
            if (log.kind(entry) == Kind.VALUE) {
                long op = log.values().column("op").get(row);
                if (telling.remove(op)) {
                    rows.add(log.value(row), (int) log.ops().column("gpu").get((int) op), gpus);
                }
            } else if (log.kind(entry) == Kind.SUBMIT) {
                long stream = log.ops().column("gpu").get(row) << Integer.SIZE
                        | log.ops().column("stream").get(row);
                OpType type = OpType.of(log.ops().column("type").get(row));
                if (type == OpType.LAUNCH && COUNTING.contains(names.of(row))) {
                    counted.add(stream);
                } else if (type == OpType.READ_BACK
                        && log.ops().column("bytes").get(row) >= fewestBytes
                        && counted.remove(stream)) {
                    telling.add((long) row);
                }
            }
        }
        if (rows.local + rows.peer + rows.host + rows.unknown == 0) {
            throw new InputException("the log has no counts of where rows of an embedding table came from");
        }
        return List.of(
                rows.share("local rows", rows.local),
                rows.share("peer rows", rows.peer),
                rows.share("host rows", rows.host),
                rows.share("unknown keys", rows.unknown));
    }

    /** Returns how many GPUs the run had: each of them has a cache's directory at least. */
    private static int gpus(RunLog log) {
        int last = -1;
        for (int buffer = 0; buffer < log.buffers().rows(); buffer++) {
            last = Math.max(last, (int) log.buffers().column("place").get(buffer));
        }
        return last + 1;
    }
}
