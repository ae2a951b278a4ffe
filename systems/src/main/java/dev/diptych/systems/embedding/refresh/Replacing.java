package dev.diptych.systems.embedding.refresh;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.Slice;
import dev.diptych.model.run.Host;
import dev.diptych.systems.embedding.replacement.ReplacementPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Caches that change behind each batch: rows that the batch brought come into the cache from its result, others leave. Every GPU reads from itself
 * and the host alone, so the order of its stream is all that it takes: whoever looks a key up comes before or after the whole change.
 */
final class Replacing implements Upkeep {
    /** What a batch changes in the end: an entry that came and left has changed nothing. */
    private static final class Net implements ReplacementPolicy.Changes {
        private final Map<Integer, Integer> positionOfComing = new LinkedHashMap<>();
        private final Set<Integer> leaving = new LinkedHashSet<>();
        private int position;

        @Override
        public void leaves(int entry) {
            if (positionOfComing.remove(entry) == null) {
                leaving.add(entry);
            }
        }

        @Override
        public void comes(int entry) {
            if (!leaving.remove(entry)) {
                positionOfComing.put(entry, position);
            }
        }
    }

    private final LiveCache cache;
    private final Residency residency;
    private final List<ReplacementPolicy.Cache> policies = new ArrayList<>();
    private final List<Buffer> staging = new ArrayList<>();
    private long movedRows;

    /** One for caches that are filled. */
    Replacing(
            Host host,
            LiveCache cache,
            Residency residency,
            ReplacementPolicy policy,
            EntryCounts counts,
            int rows,
            int mostKeys) {
        this.cache = cache;
        this.residency = residency;
        for (int gpu = 0; gpu < residency.gpus(); gpu++) {
            List<Integer> first = new ArrayList<>();
            for (int entry = 0; entry < residency.entries(); entry++) {
                if (residency.source(entry, gpu) == gpu) {
                    first.add(entry);
                }
            }
            first.sort((one, other) -> Double.compare(counts.counts()[other], counts.counts()[one]));
            policies.add(policy.open(rows, first));
            staging.add(host.allocate(new Gpu(gpu), 2L * Long.BYTES * mostKeys));
        }
    }

    @Override
    public List<Op> behind(int gpu, int[] entries, Slice rows) {
        Net net = new Net();
        for (int i = 0; i < entries.length; i++) {
            if (entries[i] >= 0) {
                net.position = i;
                policies.get(gpu).read(entries[i], net);
            }
        }
        int host = residency.gpus();
        LiveCache.RowList leaving = new LiveCache.RowList();
        for (int entry : net.leaving) {
            leaving.add(residency.key(entry), residency.row(entry, host));
            residency.read(entry, gpu, host);
            residency.release(gpu, residency.drop(entry, gpu));
        }
        LiveCache.RowList moved = new LiveCache.RowList();
        LiveCache.RowList coming = new LiveCache.RowList();
        net.positionOfComing.forEach((entry, position) -> {
            residency.hold(entry, gpu);
            residency.read(entry, gpu, gpu);
            moved.add(residency.row(entry, gpu), position);
            coming.add(residency.key(entry), residency.row(entry, gpu));
        });
        movedRows += moved.size();
        List<Op> ops = new ArrayList<>();
        if (leaving.size() > 0) {
            ops.addAll(cache.publish(gpu, host, leaving, 0, staging.get(gpu)));
        }
        if (moved.size() > 0) {
            ops.addAll(cache.move(gpu, rows, moved, staging.get(gpu)));
            ops.addAll(cache.publish(gpu, gpu, coming, 0, staging.get(gpu)));
        }
        return ops;
    }

    @Override
    public long movedRows() {
        return movedRows;
    }
}
