package dev.diptych.model.placement;

import dev.diptych.model.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often entries were read, by slots of counts ({@link Slots}): what a hotness file holds ({@link HotnessFile}).
 *
 * @param alpha the highest count
 * @param slotCount slots from here on hold entries that were never read. In histograms from UGache's run logs they begin one slot earlier:
 *     it counts the slots as {@code floor(log(alpha) / log(1.2)) + 1} and uses all but the last, with the lowest counts in the last one used.
 *     {@code touched} tells which of the two a histogram is.
 * @param total all entries
 * @param touched entries that were read
 * @param slots entries of each slot that has some
 */
public record HotnessHistogram(
        String name, double alpha, int slotCount, long total, long touched, SortedMap<Integer, Long> slots) {
    /** Counts up to 10^300 need fewer. */
    private static final int MOST_SLOTS = 4096;

    public HotnessHistogram {
        slots = new TreeMap<>(slots);
        check(alpha > 0 && alpha < Double.POSITIVE_INFINITY, name, "alpha %s: should be above 0".formatted(alpha));
        check(
                slotCount >= 1 && slotCount <= MOST_SLOTS,
                name,
                "num_slot %d: should be from 1 to %d".formatted(slotCount, MOST_SLOTS));
        check(
                touched >= 1 && touched <= total,
                name,
                "touched %d: should be from 1 to total, which is %d".formatted(touched, total));
        long sum = 0;
        for (Map.Entry<Integer, Long> slot : slots.entrySet()) {
            check(slot.getKey() >= 0, name, "slot %d: should be 0 or more".formatted(slot.getKey()));
            check(
                    slot.getValue() >= 0 && slot.getValue() <= total - sum,
                    name,
                    "slot %d has %d entries: should be 0 or more, and all slots together total, which is %d"
                            .formatted(slot.getKey(), slot.getValue(), total));
            sum += slot.getValue();
        }
        check(sum == total, name, "its slots have %d entries, but total is %d".formatted(sum, total));
        long below = entriesBelow(slots, slotCount);
        check(
                touched == below || touched == entriesBelow(slots, slotCount - 1),
                name,
                "the slots below num_slot %d have %d entries, but touched is %d".formatted(slotCount, below, touched));
    }

    /**
     * Returns the histogram of a table's counts.
     *
     * @param countsOfEntries how many entries have each count; 0 for those that were never read
     * @throws InputException when none was read
     */
    public static HotnessHistogram of(String name, SortedMap<Long, Long> countsOfEntries) {
        long alpha = countsOfEntries.isEmpty() ? 0 : countsOfEntries.lastKey();
        check(alpha > 0, name, "no entry was read");
        check(countsOfEntries.firstKey() >= 0, name, "a count is negative: " + countsOfEntries.firstKey());
        Slots slots = new Slots(alpha);
        int slotCount = slots.of(1) + 1;
        SortedMap<Integer, Long> entries = new TreeMap<>();
        long total = 0;
        for (Map.Entry<Long, Long> some : countsOfEntries.entrySet()) {
            int slot = some.getKey() == 0 ? slotCount : slots.of(some.getKey());
            entries.merge(slot, some.getValue(), Math::addExact);
            total = Math.addExact(total, some.getValue());
        }
        return new HotnessHistogram(
                name, alpha, slotCount, total, total - entries.getOrDefault(slotCount, 0L), entries);
    }

    /** Returns the levels of entries: one a slot, and one of all that were never read. */
    public Hotness hotness() {
        Slots counts = new Slots(alpha);
        List<Hotness.Level> levels = new ArrayList<>();
        double singletons = 0;
        long seen = 0;
        for (Map.Entry<Integer, Long> slot : slots.entrySet()) {
            long entries = slot.getValue();
            if (seen == touched || entries == 0) {
                continue;
            }
            seen += entries;
            boolean isLast = seen == touched;
            boolean andAllBelow = isLast && slot.getKey() >= slotCount - 2;
            long rest = entries;
            double mean = counts.mean(slot.getKey(), andAllBelow);
            if (levels.isEmpty() && slot.getKey() == 0) {
                // One entry has the highest count itself.
                levels.add(new Hotness.Level(1, List.of(alpha)));
                rest--;
            }
            if (rest > 0) {
                levels.add(new Hotness.Level(rest, List.of(mean)));
            }
            // Of means nobody knows what one read is worth; the rarest entries then count as read once.
            singletons += counts.isWhole()
                    ? entries * counts.shareOfOnes(slot.getKey(), andAllBelow)
                    : isLast ? entries * mean : 0;
        }
        if (total > touched) {
            levels.add(new Hotness.Level(total - touched, List.of(0.0)));
        }
        return new Hotness(name, levels, List.of(singletons));
    }

    private static long entriesBelow(SortedMap<Integer, Long> slots, int slot) {
        return slots.headMap(slot).values().stream().mapToLong(Long::longValue).sum();
    }

    private static void check(boolean isRight, String name, String otherwise) {
        if (!isRight) {
            throw new InputException("hotness '%s': %s".formatted(name, otherwise));
        }
    }
}
