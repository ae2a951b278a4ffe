package dev.diptych.systems.embedding.replacement;

import com.google.auto.service.AutoService;
import java.util.List;

/**
 * The least recently read row makes room, as in the GPU cache of HPS (Wei et al., RecSys 2022), with one set for the whole cache where HPS has
 * sets of 64 rows.
 */
@AutoService(ReplacementPolicy.class)
public final class Lru implements ReplacementPolicy {
    @Override
    public String name() {
        return "lru";
    }

    @Override
    public String summary() {
        return "every row that is read comes in; the least recently read one leaves";
    }

    @Override
    public Cache open(int rows, List<Integer> first) {
        Recency there = new Recency(first);
        return (entry, changes) -> {
            if (there.touch(entry) || rows == 0) {
                return rows > 0;
            }
            if (there.size() == rows) {
                changes.leaves(there.removeOldest());
            }
            there.add(entry);
            changes.comes(entry);
            return false;
        };
    }
}
