package dev.diptych.sim.cache;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A cache as the textbook has it: each set a map in the order of access. */
final class ReferenceCache implements CacheModel {
    private static final class Line {
        final BitSet there = new BitSet();
        final BitSet written = new BitSet();
    }

    private final int lineBytes;
    private final int sectorBytes;
    private final int ways;
    private final SetIndex index;
    private final List<Map<Long, Line>> sets = new ArrayList<>();
    private final long[] counts = new long[5];

    ReferenceCache(int lineBytes, int sectorBytes, int ways, int sets) {
        this.lineBytes = lineBytes;
        this.sectorBytes = sectorBytes;
        this.ways = ways;
        this.index = new SetIndex(sets);
        for (int set = 0; set < sets; set++) {
            this.sets.add(new LinkedHashMap<>(16, 0.75f, true));
        }
    }

    @Override
    public Outcome read(long address) {
        Line line = line(address);
        return outcome(line, address, 0);
    }

    @Override
    public Outcome readLine(long address) {
        Line line = line(address);
        boolean hit = !line.there.isEmpty();
        line.there.set(0, lineBytes / sectorBytes);
        counts[0]++;
        counts[1] += hit ? 1 : 0;
        return hit ? Outcome.HIT : Outcome.MISS;
    }

    @Override
    public Outcome write(long address) {
        Line line = line(address);
        line.written.set(sector(address));
        return outcome(line, address, 2);
    }

    private Outcome outcome(Line line, long address, int firstCount) {
        boolean hit = line.there.get(sector(address));
        line.there.set(sector(address));
        counts[firstCount]++;
        counts[firstCount + 1] += hit ? 1 : 0;
        return hit ? Outcome.HIT : Outcome.MISS;
    }

    private int sector(long address) {
        return (int) (address % lineBytes / sectorBytes);
    }

    private Line line(long address) {
        long number = address / lineBytes;
        Map<Long, Line> set = sets.get(index.of(number));
        Line line = set.get(number);
        if (line == null) {
            if (set.size() == ways) {
                Iterator<Line> oldest = set.values().iterator();
                counts[4] += oldest.next().written.cardinality();
                oldest.remove();
            }
            line = new Line();
            set.put(number, line);
        }
        return line;
    }

    @Override
    public long writtenBack() {
        return counts().writtenBack();
    }

    @Override
    public boolean isSampled(long address) {
        return true;
    }

    @Override
    public SectorCounts counts() {
        return new SectorCounts(counts[0], counts[1], counts[2], counts[3], counts[4]);
    }

    @Override
    public void clear() {
        sets.forEach(Map::clear);
        Arrays.fill(counts, 0);
    }
}
