package dev.diptych.model.placement;

import java.util.List;

/**
 * How often the entries of a table are read: levels of entries that are read about equally often. One read stream speaks for all GPUs, or
 * each GPU has its own.
 *
 * @param levels in any order; the entries that were never seen are a level with count 0
 * @param singletons of each stream: the entries that were seen exactly once, which tells what was not seen at all
 */
public record Hotness(String name, List<Level> levels, List<Double> singletons) {
    /**
     * Entries that are read about equally often.
     *
     * @param counts of each stream: how often one of them was read, on average
     */
    public record Level(long entries, List<Double> counts) {
        public Level {
            counts = List.copyOf(counts);
            if (entries < 1) {
                throw new IllegalArgumentException("a level has %d entries; at least 1 is needed".formatted(entries));
            }
            for (double count : counts) {
                if (!(count >= 0 && count < Double.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException("a count is not negative and finite, but was " + count);
                }
            }
        }

        /** Returns whether no stream has read them. */
        public boolean isUnseen() {
            return counts.stream().allMatch(count -> count == 0);
        }
    }

    public Hotness {
        levels = List.copyOf(levels);
        singletons = List.copyOf(singletons);
        int streams = singletons.size();
        if (streams == 0 || levels.isEmpty()) {
            throw new IllegalArgumentException("hotness '%s' needs a stream and a level".formatted(name));
        }
        if (levels.stream().anyMatch(level -> level.counts().size() != streams)) {
            throw new IllegalArgumentException(
                    "hotness '%s' has %d streams, but a level with another number".formatted(name, streams));
        }
    }

    /** Returns how many read streams there are. */
    public int streams() {
        return singletons.size();
    }

    /** Returns how many entries the table has. */
    public long entries() {
        return levels.stream().mapToLong(Level::entries).sum();
    }

    /** Returns the stream that a GPU reads: its own, or the only one. */
    public int streamOf(int gpu) {
        return streams() == 1 ? 0 : gpu;
    }

    /** Returns all reads of a stream. */
    public double reads(int stream) {
        double reads = 0;
        for (Level level : levels) {
            reads += level.entries() * level.counts().get(stream);
        }
        return reads;
    }

    /** Returns how many entries a stream has not read. */
    public long unseenEntries(int stream) {
        return levels.stream()
                .filter(level -> level.counts().get(stream) == 0)
                .mapToLong(Level::entries)
                .sum();
    }

    /**
     * Returns the share of a stream's future reads that go to entries which it has not read so far: those read once, divided by all reads
     * (Good, "The population frequencies of species and the estimation of population parameters", Biometrika 40, 1953). 0 when every entry
     * was read.
     */
    public double unseenShare(int stream) {
        double reads = reads(stream);
        return reads == 0 || unseenEntries(stream) == 0 ? 0 : Math.min(1, singletons.get(stream) / reads);
    }
}
