package dev.diptych.systems.embedding.replacement;

import com.google.auto.service.AutoService;
import java.util.List;

/** A row comes in if it was read more often of late than the least recently read one, which then leaves (Einziger, Friedman and Manes, TinyLFU, ACM ToS 13(4), 2017). */
@AutoService(ReplacementPolicy.class)
public final class TinyLfu implements ReplacementPolicy {
    @Override
    public String name() {
        return "tiny-lfu";
    }

    @Override
    public String summary() {
        return "a row comes in if it is read more often than the least recently read one";
    }

    @Override
    public Cache open(int rows, List<Integer> first) {
        Recency there = new Recency(first);
        Frequencies frequencies = new Frequencies(rows);
        return (entry, changes) -> {
            frequencies.add(entry);
            if (there.touch(entry) || rows == 0) {
                return rows > 0;
            }
            if (there.size() == rows) {
                if (frequencies.of(entry) <= frequencies.of(there.oldest())) {
                    return false;
                }
                changes.leaves(there.removeOldest());
            }
            there.add(entry);
            changes.comes(entry);
            return false;
        };
    }
}
