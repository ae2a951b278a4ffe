package dev.diptych.sim.machine;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Which bytes of a buffer are known, or lost: ranges by their first offset, which neither overlap nor touch. */
final class KnownRanges {
    /** Takes a range. */
    interface Taker {
        void take(long from, long end);
    }

    private final NavigableMap<Long, Long> ends = new TreeMap<>();

    /** Makes a range known. */
    void add(long from, long end) {
        if (from >= end) {
            return;
        }
        long first = from;
        long last = end;
        Map.Entry<Long, Long> before = ends.floorEntry(from);
        if (before != null && before.getValue() >= from) {
            first = before.getKey();
            last = Math.max(last, before.getValue());
        }
        NavigableMap<Long, Long> joined = ends.subMap(first, true, end, true);
        if (!joined.isEmpty()) {
            last = Math.max(last, joined.lastEntry().getValue());
            joined.clear();
        }
        ends.put(first, last);
    }

    /** Makes a range unknown. */
    void remove(long from, long end) {
        if (from >= end) {
            return;
        }
        Map.Entry<Long, Long> before = ends.lowerEntry(from);
        Map.Entry<Long, Long> over = ends.lowerEntry(end);
        ends.subMap(from, true, end, false).clear();
        if (before != null && before.getValue() > from) {
            ends.put(before.getKey(), from);
        }
        if (over != null && over.getValue() > end) {
            ends.put(end, over.getValue());
        }
    }

    /** Returns whether all of a range is known. */
    boolean contains(long from, long end) {
        Map.Entry<Long, Long> before = ends.floorEntry(from);
        return from >= end || (before != null && before.getValue() >= end);
    }

    /** Returns whether any byte of a range is known. */
    boolean intersects(long from, long end) {
        Map.Entry<Long, Long> last = ends.lowerEntry(end);
        return from < end && last != null && last.getValue() > from;
    }

    /** Tells the known parts of a range, by ascending offset. */
    void forEachIn(long from, long end, Taker taker) {
        Map.Entry<Long, Long> before = ends.lowerEntry(from);
        if (before != null && before.getValue() > from) {
            taker.take(from, Math.min(end, before.getValue()));
        }
        for (Map.Entry<Long, Long> range : ends.subMap(from, true, end, false).entrySet()) {
            taker.take(range.getKey(), Math.min(end, range.getValue()));
        }
    }
}
