package dev.diptych.model.placement;

import dev.diptych.model.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Levels of entries that are not all of one kind: those whose counts lie in the same slot and that are of one kind are a level, with the mean of
 * their counts. A kind may be anything that tells entries apart besides how often they are read, such as where they lie now.
 *
 * @param levelOfEntry the level of each entry, by its number; owned by the caller
 * @param slots of each level; -1 for counts of 0
 * @param kinds of each level
 */
@SuppressWarnings("ArrayRecordComponent") // A table may have a billion entries.
public record KindLevels(Hotness hotness, int[] levelOfEntry, List<Integer> slots, List<Integer> kinds) {
    private static final int NO_SLOT = -1;

    public KindLevels {
        slots = List.copyOf(slots);
        kinds = List.copyOf(kinds);
    }

    /**
     * Returns the levels of one stream; a level's number is the order in which its first entry came.
     *
     * @param counts how often each entry was read
     * @param kindOfEntry a number from 0 on
     * @param singletons how much of all reads was of entries that were seen once
     * @throws InputException when a count is negative or not finite, or there is no entry
     */
    public static KindLevels of(String name, double[] counts, int[] kindOfEntry, double singletons) {
        if (counts.length == 0) {
            throw new InputException("hotness '%s' needs an entry".formatted(name));
        }
        double alpha = 0;
        for (double count : counts) {
            if (!(count >= 0 && count < Double.POSITIVE_INFINITY)) {
                throw new InputException("hotness '%s': a count is %s, but should be 0 or more".formatted(name, count));
            }
            alpha = Math.max(alpha, count);
        }
        Slots slots = new Slots(alpha);
        Map<Long, Integer> levels = new HashMap<>();
        List<Integer> slotOfLevel = new ArrayList<>();
        List<Integer> kindOfLevel = new ArrayList<>();
        int[] levelOfEntry = new int[counts.length];
        for (int entry = 0; entry < counts.length; entry++) {
            int slot = counts[entry] == 0 ? NO_SLOT : slots.of(counts[entry]);
            long key = (long) slot << Integer.SIZE | kindOfEntry[entry];
            Integer level = levels.get(key);
            if (level == null) {
                level = levels.size();
                levels.put(key, level);
                slotOfLevel.add(slot);
                kindOfLevel.add(kindOfEntry[entry]);
            }
            levelOfEntry[entry] = level;
        }
        double[] reads = new double[levels.size()];
        long[] entries = new long[levels.size()];
        for (int entry = 0; entry < counts.length; entry++) {
            reads[levelOfEntry[entry]] += counts[entry];
            entries[levelOfEntry[entry]]++;
        }
        List<Hotness.Level> all = new ArrayList<>();
        for (int level = 0; level < reads.length; level++) {
            all.add(new Hotness.Level(entries[level], List.of(reads[level] / entries[level])));
        }
        return new KindLevels(new Hotness(name, all, List.of(singletons)), levelOfEntry, slotOfLevel, kindOfLevel);
    }
}
