package dev.diptych.model.placement;

import dev.diptych.model.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Levels made from the counts of every entry, and which level each entry is of. Entries whose counts lie in the same slots, stream by
 * stream, are one level, with the mean of their counts; a level's number is the order in which its first entry came.
 *
 * @param levelOfEntry the level of each entry, by its number; owned by the caller
 */
@SuppressWarnings("ArrayRecordComponent") // A table may have a billion entries.
public record HotnessLevels(Hotness hotness, int[] levelOfEntry) {
    /** What is known of a level while entries are added to it. */
    private static final class Sum {
        private final double[] reads;
        private long entries;

        Sum(int streams) {
            reads = new double[streams];
        }
    }

    /**
     * Returns the levels of entries.
     *
     * @param counts of each stream, of each entry: how often it was read
     * @throws InputException when a count is negative or not finite, streams differ in length, or there is no entry
     */
    public static HotnessLevels of(String name, List<double[]> counts) {
        int entries = counts.isEmpty() ? 0 : counts.get(0).length;
        if (entries == 0) {
            throw new InputException("hotness '%s' needs a stream and an entry".formatted(name));
        }
        List<Slots> slots =
                counts.stream().map(stream -> slots(name, stream, entries)).toList();
        Map<List<Integer>, Integer> levels = new HashMap<>();
        List<Sum> sums = new ArrayList<>();
        int[] levelOfEntry = new int[entries];
        for (int entry = 0; entry < entries; entry++) {
            List<Integer> key = new ArrayList<>(counts.size());
            for (int stream = 0; stream < counts.size(); stream++) {
                double count = counts.get(stream)[entry];
                key.add(count == 0 ? -1 : slots.get(stream).of(count));
            }
            int level = levels.computeIfAbsent(key, unused -> sums.size());
            if (level == sums.size()) {
                sums.add(new Sum(counts.size()));
            }
            levelOfEntry[entry] = level;
            Sum sum = sums.get(level);
            sum.entries++;
            for (int stream = 0; stream < counts.size(); stream++) {
                sum.reads[stream] += counts.get(stream)[entry];
            }
        }
        return new HotnessLevels(
                new Hotness(name, sums.stream().map(HotnessLevels::level).toList(), ones(counts)), levelOfEntry);
    }

    private static Slots slots(String name, double[] counts, int entries) {
        if (counts.length != entries) {
            throw new InputException(
                    "hotness '%s': one stream has %d entries, another %d".formatted(name, entries, counts.length));
        }
        double alpha = 0;
        for (double count : counts) {
            if (!(count >= 0 && count < Double.POSITIVE_INFINITY)) {
                throw new InputException("hotness '%s': a count is %s, but should be 0 or more".formatted(name, count));
            }
            alpha = Math.max(alpha, count);
        }
        return new Slots(alpha);
    }

    private static Hotness.Level level(Sum sum) {
        List<Double> means = new ArrayList<>();
        for (double reads : sum.reads) {
            means.add(reads / sum.entries);
        }
        return new Hotness.Level(sum.entries, means);
    }

    private static List<Double> ones(List<double[]> counts) {
        List<Double> ones = new ArrayList<>();
        for (double[] stream : counts) {
            double sum = 0;
            for (double count : stream) {
                sum += count == 1 ? 1 : 0;
            }
            ones.add(sum);
        }
        return ones;
    }
}
