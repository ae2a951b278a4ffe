package dev.diptych.systems.embedding.refresh;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;
import dev.diptych.model.run.Host;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Brings entries to their new fates in the background, some at a time, so that no reader ever finds a wrong row.
 *
 * <p>A step takes some entries through three phases. (1) Rows come into free rows of the GPUs that will store them, from a peer that has them or
 * from the host; no directory names these rows yet. (2) When all of them are there, directories are told, a word at a time: whoever looks a key
 * up finds the old place or the new one, and both hold the row. (3) When all directories are told, old rows that nobody is sent to any more wait
 * until every batch that had begun by then has ended: a batch may have looked a key up before and read the row after. Only then are they free.
 * So nobody is sent to the host but for entries that the host alone will have.
 *
 * <p>A step that is abandoned, at any point, needs no undoing. What was submitted takes effect; the residency says for each reader where it reads,
 * because it is changed with each operation that is submitted; and the third phase takes back whatever row nobody reads, be it the old one or the
 * new one.
 *
 * <p>Rows come before room is made for them, so a few rows of each cache are kept free. Entries that come nearer are brought in the order of
 * their counts, the hottest first; those that only leave make room, the coldest first.
 */
final class Mover {
    private static final int STREAM = 1;
    /** Versions of locations are 16 bits wide. */
    private static final int VERSIONS = 1 << 16;

    /** Thrown where a fault was asked for. */
    static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1;

        Fault(String message) {
            super(message);
        }
    }

    /** Decides on faults, of which a background operation is the victim. */
    interface Faults {
        boolean strikesNext();
    }

    private enum Phase {
        IDLE,
        LOADING,
        PUBLISHING
    }

    /** An entry of a step, with the fate that it was wanted to have when the step began. */
    private record Going(int entry, int fate) {}

    private record Retired(long moment, int gpu, int row) {}

    private final Host host;
    private final LiveCache cache;
    private final Residency residency;
    private final Fates fates;
    private final Grace grace;
    private final Faults faults;
    private final int mostRows;
    private final List<Buffer> staging = new ArrayList<>();

    private int[] fateWanted = new int[0];
    private final Deque<Integer> coming = new ArrayDeque<>();
    private final Deque<Integer> leaving = new ArrayDeque<>();
    private final List<Going> inStep = new ArrayList<>();
    private final Set<Long> pending = new HashSet<>();
    private final Deque<Retired> retired = new ArrayDeque<>();
    private Phase phase = Phase.IDLE;
    private boolean isAbandoned;
    private int version;
    private long movedRows;

    /**
     * One that has nothing to do.
     *
     * @param mostRows that one step may take
     */
    Mover(Host host, LiveCache cache, Residency residency, Fates fates, Grace grace, Faults faults, int mostRows) {
        this.host = host;
        this.cache = cache;
        this.residency = residency;
        this.fates = fates;
        this.grace = grace;
        this.faults = faults;
        this.mostRows = mostRows;
        for (int gpu = 0; gpu < residency.gpus(); gpu++) {
            staging.add(host.allocate(new Gpu(gpu), 4L * Long.BYTES * mostRows));
        }
    }

    /** Returns whether all that was wanted has been done, or given up. */
    boolean isIdle() {
        return phase == Phase.IDLE && coming.isEmpty() && leaving.isEmpty();
    }

    /** Returns how many rows were brought to a GPU so far. */
    long movedRows() {
        return movedRows;
    }

    /** Returns how many rows must come to GPUs for entries to have other fates. */
    long rowsToMove(int[] fateOfEntry) {
        long rows = 0;
        for (int entry = 0; entry < fateOfEntry.length; entry++) {
            rows += loads(entry, fateOfEntry[entry]).size();
        }
        return rows;
    }

    /**
     * Takes note of what is wanted, instead of all that was wanted before. Nothing happens before {@link #step}; a step that is under way goes on.
     *
     * @param fateOfEntry owned by this from now on
     * @param counts decide on the order
     */
    void begin(int[] fateOfEntry, EntryCounts counts) {
        coming.clear();
        leaving.clear();
        fateWanted = fateOfEntry;
        // Those of a step that is under way will be elsewhere than they are.
        Set<Integer> isGoing = new HashSet<>();
        inStep.forEach(one -> isGoing.add(one.entry()));
        List<Integer> near = new ArrayList<>();
        List<Integer> far = new ArrayList<>();
        for (int entry = 0; entry < fateOfEntry.length; entry++) {
            if (!loads(entry, fateOfEntry[entry]).isEmpty()) {
                near.add(entry);
            } else if (differs(entry, fateOfEntry[entry]) || isGoing.contains(entry)) {
                far.add(entry);
            }
        }
        // Sorting is stable, so of entries with equal counts the one known first comes first.
        near.sort((one, other) -> Double.compare(counts.counts()[other], counts.counts()[one]));
        far.sort((one, other) -> Double.compare(counts.counts()[one], counts.counts()[other]));
        coming.addAll(near);
        leaving.addAll(far);
    }

    private boolean differs(int entry, int fate) {
        for (int reader = 0; reader < residency.gpus(); reader++) {
            if (residency.source(entry, reader) != fates.source(fate, reader)) {
                return true;
            }
        }
        return false;
    }

    /** Wants one more entry to have another fate, before all others. */
    void want(int entry, int fate) {
        if (entry >= fateWanted.length) {
            fateWanted = Arrays.copyOf(fateWanted, Math.max(residency.entries(), 2 * fateWanted.length));
        }
        fateWanted[entry] = fate;
        if (loads(entry, fate).isEmpty()) {
            leaving.addFirst(entry);
        } else {
            coming.addFirst(entry);
        }
    }

    private List<Integer> loads(int entry, int fate) {
        List<Integer> loads = new ArrayList<>(0);
        long stored = fates.storedBy(fate);
        for (int gpu = 0; stored >>> gpu != 0; gpu++) {
            if ((stored >>> gpu & 1) != 0 && !residency.isHeld(entry, gpu)) {
                loads.add(gpu);
            }
        }
        return loads;
    }

    /**
     * Starts the next step, unless one is under way.
     *
     * @param rows how many it may bring
     * @throws Fault where one was asked for; {@link #abandon} is to follow
     */
    void step(int rows) {
        releaseRetired();
        if (phase != Phase.IDLE || isIdle()) {
            return;
        }
        int most = Math.max(1, Math.min(rows, mostRows));
        choose(most);
        if (inStep.isEmpty()) {
            if (retired.isEmpty()) {
                // Entries that would have to change places with each other, and no row is free to begin with: they
                // stay.
                coming.clear();
            }
            return;
        }
        phase = Phase.LOADING;
        version = (version + 1) % VERSIONS;
        load();
        phaseOver();
    }

    /** Submits all that brings entries to the fates that they should have before the first batch, in the streams of the set-up. */
    void fill(int[] fateOfEntry, EntryCounts counts) {
        begin(fateOfEntry, counts);
        while (!coming.isEmpty()) {
            while (!coming.isEmpty() && inStep.size() < mostRows) {
                int entry = coming.remove();
                inStep.add(new Going(entry, fateWanted[entry]));
            }
            // Operations of a stream keep their order, and nobody reads before all streams are done.
            load();
            publish();
            inStep.clear();
        }
        leaving.clear();
    }

    /** Gives up what is not yet done. What was submitted takes effect. */
    void abandon() {
        coming.clear();
        leaving.clear();
        isAbandoned = true;
        phaseOver();
    }

    /** Takes note of an operation's end; returns whether it was one of this. */
    boolean onOpDone(long opId) {
        if (!pending.remove(opId)) {
            return false;
        }
        phaseOver();
        return true;
    }

    private void choose(int most) {
        int[] room = new int[residency.gpus()];
        for (int gpu = 0; gpu < room.length; gpu++) {
            room[gpu] = residency.free(gpu);
        }
        int rows = 0;
        Deque<Integer> withoutRoom = new ArrayDeque<>();
        while (!coming.isEmpty() && rows < most && Arrays.stream(room).anyMatch(free -> free > 0)) {
            int entry = coming.remove();
            List<Integer> loads = loads(entry, fateWanted[entry]);
            if (loads.stream().allMatch(gpu -> room[gpu] > 0)) {
                loads.forEach(gpu -> room[gpu]--);
                rows += loads.size();
                inStep.add(new Going(entry, fateWanted[entry]));
            } else {
                withoutRoom.push(entry);
            }
        }
        withoutRoom.forEach(coming::addFirst);
        for (int looked = 0; looked < most && !leaving.isEmpty(); looked++) {
            int entry = leaving.remove();
            // What it needed when it was wanted elsewhere may have left since.
            if (loads(entry, fateWanted[entry]).isEmpty()) {
                inStep.add(new Going(entry, fateWanted[entry]));
            } else {
                coming.add(entry);
            }
        }
    }

    private void load() {
        for (int gpu = 0; gpu < residency.gpus(); gpu++) {
            Map<Integer, LiveCache.RowList> bySource = new TreeMap<>();
            for (Going one : inStep) {
                int entry = one.entry();
                if ((fates.storedBy(one.fate()) >>> gpu & 1) != 0 && !residency.isHeld(entry, gpu)) {
                    int from = nearest(entry, gpu);
                    residency.hold(entry, gpu);
                    bySource.computeIfAbsent(from, unused -> new LiveCache.RowList())
                            .add(residency.row(entry, gpu), residency.row(entry, from));
                }
            }
            for (Map.Entry<Integer, LiveCache.RowList> some : bySource.entrySet()) {
                submit(gpu, cache.move(gpu, some.getKey(), some.getValue(), staging.get(gpu)));
                movedRows += some.getValue().size();
            }
        }
    }

    /** Returns a peer within reach that holds and publishes an entry, or else the host. */
    private int nearest(int entry, int gpu) {
        for (int peer = 0; peer < residency.gpus(); peer++) {
            if (peer != gpu && residency.isRead(entry, peer) && cache.reaches(gpu, peer)) {
                return peer;
            }
        }
        return residency.gpus();
    }

    private void publish() {
        for (int reader = 0; reader < residency.gpus(); reader++) {
            Map<Integer, List<Integer>> bySource = new TreeMap<>();
            for (Going one : inStep) {
                int source = fates.source(one.fate(), reader);
                if (residency.source(one.entry(), reader) != source) {
                    bySource.computeIfAbsent(source, unused -> new ArrayList<>())
                            .add(one.entry());
                }
            }
            for (Map.Entry<Integer, List<Integer>> some : bySource.entrySet()) {
                LiveCache.RowList keys = new LiveCache.RowList();
                some.getValue().forEach(entry -> keys.add(residency.key(entry), residency.row(entry, some.getKey())));
                submit(reader, cache.publish(reader, some.getKey(), keys, version, staging.get(reader)));
                for (int entry : some.getValue()) {
                    residency.read(entry, reader, some.getKey());
                }
            }
        }
    }

    private void submit(int gpu, List<Op> ops) {
        for (Op op : ops) {
            if (faults.strikesNext()) {
                throw new Fault("refresh on %s".formatted(new Gpu(gpu)));
            }
            pending.add(host.submit(new Gpu(gpu), STREAM, Host.NO_REQUEST, op));
        }
    }

    private void phaseOver() {
        while (pending.isEmpty() && phase != Phase.IDLE) {
            if (phase == Phase.LOADING && !isAbandoned) {
                phase = Phase.PUBLISHING;
                publish();
            } else {
                inStep.forEach(one -> retireUnread(one.entry()));
                inStep.clear();
                phase = Phase.IDLE;
            }
        }
        isAbandoned &= phase != Phase.IDLE;
    }

    private void retireUnread(int entry) {
        for (int gpu = 0; gpu < residency.gpus(); gpu++) {
            if (residency.isHeld(entry, gpu) && !residency.isRead(entry, gpu)) {
                retired.add(new Retired(grace.now(), gpu, residency.drop(entry, gpu)));
            }
        }
    }

    private void releaseRetired() {
        while (!retired.isEmpty() && grace.isOver(retired.element().moment())) {
            Retired row = retired.remove();
            residency.release(row.gpu(), row.row());
        }
    }
}
