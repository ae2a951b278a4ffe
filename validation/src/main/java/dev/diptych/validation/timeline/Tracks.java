package dev.diptych.validation.timeline;

import dev.diptych.model.run.RunLog;
import dev.diptych.model.run.RunLog.OpType;
import dev.diptych.model.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which row of a timeline shows which operation: launches and copies inside a GPU on the row of their stream, other copies on a row for
 * their direction. The names depend on what was submitted alone, so both panels have the same ones.
 *
 * <p>Operations that overlap cannot share a row. Where a machine reports copies of several streams, or clocks that disagree by a little,
 * what overlaps moves to a further row of the same name.
 */
public final class Tracks {
    /** Rows of one GPU in order: streams by number, then copies. */
    private record Place(int gpu, int group, long stream) implements Comparable<Place> {
        private static final int STREAM = 0;
        private static final int COPY_IN = 1;
        private static final int COPY_OUT = 2;
        private static final Comparator<Place> ORDER = Comparator.comparingInt(Place::gpu)
                .thenComparingInt(Place::group)
                .thenComparingLong(Place::stream);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }

        String title() {
            return group == STREAM ? "stream " + stream : group == COPY_IN ? "copy in" : "copy out";
        }
    }

    private final List<Track> tracks = new ArrayList<>();
    /** By operation; only operations that have ended have one. */
    private final Map<Integer, Integer> trackOfOp = new TreeMap<>();

    /** Assigns the operations of a log that have ended. */
    public Tracks(RunLog log) {
        Map<Place, List<Integer>> ops = new TreeMap<>();
        for (int op = 0; op < log.ops().rows(); op++) {
            if (log.opEndNanos(op) != RunLog.NOT_YET) {
                ops.computeIfAbsent(place(log.ops(), op), added -> new ArrayList<>())
                        .add(op);
            }
        }
        ops.forEach((place, members) -> assign(log, place, members));
    }

    private static Place place(Table ops, int op) {
        int gpu = (int) ops.column("gpu").get(op);
        long from = ops.column("from").get(op);
        long to = ops.column("to").get(op);
        boolean inside = OpType.of(ops.column("type").get(op)) == OpType.LAUNCH || (from == gpu && to == gpu);
        return inside
                ? new Place(gpu, Place.STREAM, ops.column("stream").get(op))
                : new Place(gpu, to == gpu ? Place.COPY_IN : Place.COPY_OUT, 0);
    }

    /** Puts each operation, in order of its start, on the first row that is free then. */
    private void assign(RunLog log, Place place, List<Integer> ops) {
        ops.sort(Comparator.<Integer>comparingLong(log::opStartNanos)
                .thenComparingLong(log::opEndNanos)
                .thenComparingInt(op -> op));
        int first = tracks.size();
        List<Long> freeNanos = new ArrayList<>();
        for (int op : ops) {
            int lane = 0;
            while (lane < freeNanos.size() && freeNanos.get(lane) > log.opStartNanos(op)) {
                lane++;
            }
            if (lane == freeNanos.size()) {
                freeNanos.add(0L);
                tracks.add(new Track(place.gpu(), lane == 0 ? place.title() : place.title() + " (" + (lane + 1) + ")"));
            }
            freeNanos.set(lane, log.opEndNanos(op));
            trackOfOp.put(op, first + lane);
        }
    }

    /** Returns the rows from top to bottom: by GPU, streams before copies. */
    public List<Track> tracks() {
        return List.copyOf(tracks);
    }

    /** Returns the index in {@link #tracks} of the row that shows an operation, which has ended. */
    public int indexOf(int op) {
        Integer index = trackOfOp.get(op);
        if (index == null) {
            throw new IllegalArgumentException("operation %d has not ended, so no row shows it".formatted(op));
        }
        return index;
    }
}
