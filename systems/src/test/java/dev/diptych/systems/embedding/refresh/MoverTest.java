package dev.diptych.systems.embedding.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.Slice;
import dev.diptych.model.op.Write;
import dev.diptych.model.run.Host;
import dev.diptych.systems.embedding.EmbeddingTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Refreshes on a machine that runs streams in any order against each other, while batches look keys up at one time and read their rows at
 * another, and operations fail: whoever reads, reads the row of his key.
 */
class MoverTest {
    private static final int ENTRIES = 64;
    private static final int ROWS = 14;
    private static final int PLACED = 12;
    private static final int STEPS = 6000;

    /** Where a directory sends a key. */
    private record Location(int place, int row) {}

    /** Memories and streams. Row r of the host's table contains r; caches contain what came last, at first nothing that is right. */
    private static final class Machine implements Host {
        private final Platform platform;
        private final SplittableRandom random;
        private final List<Buffer> buffers = new ArrayList<>();
        private final Map<Integer, long[]> written = new HashMap<>();
        private final Map<Integer, Map<Long, Location>> directories = new HashMap<>();
        private final Map<Integer, long[]> rows = new HashMap<>();
        private final Map<Integer, Deque<Long>> streams = new TreeMap<>();
        private final List<Op> ops = new ArrayList<>();

        Machine(String platform, long seed) {
            this.platform = Platforms.load(platform);
            this.random = new SplittableRandom(seed);
        }

        @Override
        public Platform platform() {
            return platform;
        }

        @Override
        public long nowNanos() {
            return 0;
        }

        @Override
        public long seed() {
            return 0;
        }

        @Override
        public Buffer allocate(Place place, long bytes) {
            Buffer buffer = new Buffer(buffers.size(), place, bytes);
            buffers.add(buffer);
            long[] content = new long[(int) (bytes / Long.BYTES)];
            Arrays.setAll(content, row -> place instanceof Gpu ? -1 : row);
            rows.put(buffer.id(), content);
            return buffer;
        }

        @Override
        public long submit(Gpu gpu, int stream, long requestId, Op op) {
            ops.add(op);
            long id = ops.size() - 1L;
            streams.computeIfAbsent(gpu.index() * 100 + stream, unused -> new ArrayDeque<>())
                    .add(id);
            return id;
        }

        @Override
        public long submitQuietly(Gpu gpu, int stream, long requestId, Op op) {
            throw new UnsupportedOperationException("nobody submits quietly here");
        }

        @Override
        public void timer(long timerId, long atNanos) {
            throw new UnsupportedOperationException("nobody asks for timers here");
        }

        @Override
        public void backgroundTimer(long timerId, long atNanos) {
            timer(timerId, atNanos);
        }

        @Override
        public void finish(long requestId) {
            throw new UnsupportedOperationException("there are no requests here");
        }

        /** Runs the next operation of some stream and returns its id; -1 when there is none. */
        long runOne() {
            List<Deque<Long>> busy =
                    streams.values().stream().filter(some -> !some.isEmpty()).toList();
            if (busy.isEmpty()) {
                return -1;
            }
            long id = busy.get(random.nextInt(busy.size())).remove();
            Op op = ops.get((int) id);
            if (op instanceof Write write) {
                written.put(write.to().buffer().id(), longs(write.bytes()));
            } else if (op instanceof Launch launch && launch.kernel().entry().equals("move_rows")) {
                move(launch.args());
            } else if (op instanceof Launch launch && launch.kernel().entry().equals("directory_publish_rows")) {
                publish(launch.args());
            } else {
                throw new IllegalStateException("nobody submits " + op);
            }
            return id;
        }

        private void move(List<Arg> args) {
            long[] to = content(slice(args.get(0)).buffer());
            long[] from = content(slice(args.get(2)).buffer());
            for (int i = 0; i < ((Arg.I64) args.get(4)).value(); i++) {
                to[(int) element(args.get(1), i)] = from[(int) element(args.get(3), i)];
            }
        }

        private void publish(List<Arg> args) {
            Map<Long, Location> directory = directory(slice(args.get(0)).buffer());
            int place = ((Arg.I32) args.get(5)).value();
            for (int i = 0; i < ((Arg.I64) args.get(4)).value(); i++) {
                directory.put(element(args.get(3), i), new Location(place, (int) element(args.get(6), i)));
            }
        }

        private long element(Arg address, int index) {
            Slice slice = slice(address);
            return Objects.requireNonNull(written.get(slice.buffer().id()))[
                    (int) (slice.offsetBytes() / Long.BYTES) + index];
        }

        long[] content(Buffer buffer) {
            return Objects.requireNonNull(rows.get(buffer.id()));
        }

        Map<Long, Location> directory(Buffer words) {
            return directories.computeIfAbsent(words.id(), unused -> new HashMap<>());
        }

        private static Slice slice(Arg address) {
            return ((Arg.Address) address).slice();
        }

        private static long[] longs(Bytes bytes) {
            long[] all = new long[bytes.size() / Long.BYTES];
            bytes.buffer().asLongBuffer().get(all);
            return all;
        }
    }

    private final List<Map<Long, Location>> lookedUp = new ArrayList<>();

    @ParameterizedTest(name = "{0}, faults {1}, seed {2}")
    @CsvSource({
        "h200, 0, 1",
        "h200, 0.1, 2",
        "2xh200, 0, 3",
        "2xh200, 0.02, 4",
        "2xh200, 0.3, 5",
        "dgx1, 0, 6",
        "dgx1, 0.02, 7",
        "dgx1, 0.1, 8",
        "8xh200, 0.05, 9"
    })
    void everyReaderFindsTheRowOfItsKeyAtAnyInstant(String platform, double faultChance, long seed) {
        Machine machine = new Machine(platform, seed);
        SplittableRandom random = new SplittableRandom(~seed);
        int gpus = machine.platform().gpus().size();
        LiveCache cache = new LiveCache(
                machine, new EmbeddingTable(ENTRIES, Long.BYTES, false, 1), Collections.nCopies(gpus, (long) ROWS));
        Residency residency = new Residency(Collections.nCopies(gpus, (long) ROWS));
        for (int entry = 0; entry < ENTRIES; entry++) {
            residency.add(1000 + entry, entry);
            for (int gpu = 0; gpu < gpus; gpu++) {
                machine.directory(cache.directory(gpu).words()).put(1000L + entry, new Location(gpus, entry));
            }
        }
        Fates fates = new Fates(gpus);
        Grace grace = new Grace();
        boolean[] isFaulty = {faultChance > 0};
        Mover mover = new Mover(
                machine, cache, residency, fates, grace, () -> isFaulty[0] && random.nextDouble() < faultChance, 5);
        EntryCounts counts = new EntryCounts(random.doubles(ENTRIES).toArray(), 0);
        int faults = 0;
        int checked = 0;
        for (int step = 0; step < STEPS; step++) {
            int what = random.nextInt(10);
            try {
                if (what == 0 && lookedUp.isEmpty()) {
                    grace.begin();
                    for (int gpu = 0; gpu < gpus; gpu++) {
                        lookedUp.add(Map.copyOf(
                                machine.directory(cache.directory(gpu).words())));
                    }
                } else if (what == 1 && !lookedUp.isEmpty()) {
                    checked += checkBatch(machine, cache, gpus);
                    lookedUp.clear();
                    grace.end();
                } else if (what == 2) {
                    // Batches may be under way, or not.
                    mover.step(1 + random.nextInt(5));
                } else if (what == 3 && (mover.isIdle() || random.nextInt(20) == 0)) {
                    mover.begin(randomFates(random, cache, fates, gpus), counts);
                } else {
                    long id = machine.runOne();
                    if (id >= 0) {
                        assertThat(mover.onOpDone(id)).isTrue();
                    }
                }
            } catch (Mover.Fault fault) {
                faults++;
                mover.abandon();
            }
        }
        isFaulty[0] = false;
        lookedUp.clear();
        int[] last = randomFates(random, cache, fates, gpus);
        mover.begin(last, counts);
        for (int step = 0; step < STEPS && !mover.isIdle(); step++) {
            grace.begin();
            grace.end();
            mover.step(5);
            for (long id = machine.runOne(); id >= 0; id = machine.runOne()) {
                mover.onOpDone(id);
            }
        }

        assertThat(checked).isGreaterThan(1000);
        assertThat(faults > 0).isEqualTo(faultChance > 0);
        checkPlaces(machine, cache, residency, fates, last);
    }

    private int checkBatch(Machine machine, LiveCache cache, int gpus) {
        int checked = 0;
        for (int gpu = 0; gpu < gpus; gpu++) {
            for (Map.Entry<Long, Location> one : lookedUp.get(gpu).entrySet()) {
                Location at = one.getValue();
                Buffer table = cache.sources(gpu)
                        .tables()
                        .get(at.place())
                        .orElseThrow()
                        .buffer();
                assertThat(machine.content(table)[at.row()])
                        .as("gpu%d, key %d, from %s", gpu, one.getKey(), at)
                        .isEqualTo(one.getKey() - 1000);
                checked++;
            }
        }
        return checked;
    }

    /** Each GPU stores up to as many as there is room for; others read from one of those that they reach, or from the host. */
    private static int[] randomFates(SplittableRandom random, LiveCache cache, Fates fates, int gpus) {
        int[] stored = new int[gpus];
        int[] fateOfEntry = new int[ENTRIES];
        for (int entry = 0; entry < ENTRIES; entry++) {
            boolean[] stores = new boolean[gpus];
            for (int gpu = 0; gpu < gpus; gpu++) {
                stores[gpu] = random.nextInt(4) == 0 && stored[gpu] < PLACED;
                stored[gpu] += stores[gpu] ? 1 : 0;
            }
            long code = 0;
            for (int reader = 0; reader < gpus; reader++) {
                int source = random.nextInt(gpus);
                boolean isThere = stores[source] && cache.reaches(reader, source);
                code = Fates.with(code, reader, stores[reader] ? reader : isThere ? source : gpus);
            }
            fateOfEntry[entry] = fates.of(code);
        }
        return fateOfEntry;
    }

    /** Everybody is sent where it was wanted, the residency says so too, and no row is lost. */
    private static void checkPlaces(Machine machine, LiveCache cache, Residency residency, Fates fates, int[] wanted) {
        int gpus = residency.gpus();
        int[] held = new int[gpus];
        for (int entry = 0; entry < ENTRIES; entry++) {
            for (int reader = 0; reader < gpus; reader++) {
                int source = fates.source(wanted[entry], reader);
                assertThat(residency.source(entry, reader)).isEqualTo(source);
                assertThat(machine.directory(cache.directory(reader).words()).get(1000L + entry))
                        .isEqualTo(new Location(source, (int) residency.row(entry, source)));
                held[reader] += residency.isHeld(entry, reader) ? 1 : 0;
            }
        }
        for (int gpu = 0; gpu < gpus; gpu++) {
            assertThat(held[gpu]).isLessThanOrEqualTo(PLACED);
            assertThat(residency.free(gpu)).isLessThanOrEqualTo(ROWS - held[gpu]);
        }
    }
}
