package dev.diptych.systems.embedding.replacement;

import com.google.auto.service.AutoService;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A row comes in if it was read more often than the least often read one, which then leaves. Every read of every entry counts, whether it is in the
 * cache or not; counts are halved after ten reads for each row.
 */
@AutoService(ReplacementPolicy.class)
public final class Lfu implements ReplacementPolicy {
    private static final int READS_PER_ROW = 10;

    private record Counted(int count, int entry) {}

    private static final Comparator<Counted> RAREST_FIRST =
            Comparator.comparingInt(Counted::count).thenComparingInt(Counted::entry);

    @Override
    public String name() {
        return "lfu";
    }

    @Override
    public String summary() {
        return "a row comes in if it was read more often than the least often read one";
    }

    @Override
    public Cache open(int rows, List<Integer> first) {
        return new Counts(rows, first);
    }

    private static final class Counts implements Cache {
        private final int rows;
        private Map<Integer, Integer> counts = new HashMap<>();
        private TreeSet<Counted> there = new TreeSet<>(RAREST_FIRST);
        private long reads;

        Counts(int rows, List<Integer> first) {
            this.rows = rows;
            first.forEach(entry -> there.add(new Counted(0, entry)));
        }

        @Override
        public boolean read(int entry, Changes changes) {
            int before = counts.getOrDefault(entry, 0);
            Counted now = new Counted(before + 1, entry);
            counts.put(entry, now.count);
            boolean isHit = there.remove(new Counted(before, entry));
            if (isHit) {
                there.add(now);
            } else if (there.size() < rows) {
                there.add(now);
                changes.comes(entry);
            } else if (rows > 0 && there.first().count < now.count) {
                changes.leaves(java.util.Objects.requireNonNull(there.pollFirst()).entry);
                there.add(now);
                changes.comes(entry);
            }
            forget();
            return isHit;
        }

        private void forget() {
            reads++;
            if (reads < (long) READS_PER_ROW * Math.max(1, rows)) {
                return;
            }
            reads = 0;
            Map<Integer, Integer> halved = new HashMap<>();
            counts.forEach((entry, count) -> {
                if (count > 1) {
                    halved.put(entry, count / 2);
                }
            });
            counts = halved;
            TreeSet<Counted> still = new TreeSet<>(RAREST_FIRST);
            there.forEach(one -> still.add(new Counted(one.count / 2, one.entry)));
            there = still;
        }
    }
}
