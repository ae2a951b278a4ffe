package dev.diptych.sim.work;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.hw.CacheSpec;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Slice;
import dev.diptych.model.work.Access;
import dev.diptych.model.work.BlockClass;
import dev.diptych.model.work.Misses;
import dev.diptych.model.work.Phase;
import dev.diptych.model.work.Pipe;
import dev.diptych.model.work.Scatter;
import dev.diptych.model.work.WorkProfile;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code bucket_keys} of {@code bucketing.cu} with a dense directory: blocks take tiles of four keys a thread, and look each key up in a word of its own.
 * The sources are taken to have about as many keys each, and the host's regions to be about as many as make one more source: how the entries of a
 * queue lie in sectors depends on it, and nothing else does. Constants are fitted to counts of the executed PTX, and held to them by a test.
 */
@AutoService(KernelWork.class)
public final class KeyBucketing implements KernelWork {
    private static final int PARAMETERS = 12;
    private static final int KEYS_A_THREAD = 4;
    private static final int LANES = 32;
    private static final int KEY_BYTES = Long.BYTES;
    private static final int ENTRY_BYTES = Long.BYTES + Integer.BYTES;
    private static final int SECTOR_BYTES = 32;
    private static final int WORDS_OF_SECTOR = SECTOR_BYTES / Long.BYTES;
    /** A run of entries begins and ends anywhere in a sector: of 8 and of 4 bytes. */
    private static final int RUN_EDGE_BYTES = SECTOR_BYTES - Long.BYTES + SECTOR_BYTES - Integer.BYTES;
    /** Of stores in part of a sector, more than of whole ones. */
    private static final double SENT_IN_PART = 0.3;
    /** Blocks with nothing to do never wait for memory. */
    private static final double TURNS_WITHOUT_MEMORY = 256;

    /** What a warp issues outside its tiles, for a tile, and for up to 32 keys. */
    private record Issued(double once, double tile, double lanes) {}

    private static final Map<Pipe, Issued> ISSUED = Map.of(
            Pipe.ISSUE, new Issued(82, 131, 70),
            Pipe.FMA, new Issued(11, 3.2, 5),
            Pipe.FMA_HEAVY, new Issued(11, 3.2, 5),
            Pipe.ALU, new Issued(19.5, 57, 43),
            Pipe.XU, new Issued(3, 0, 5),
            Pipe.LSU, new Issued(0.2, 0, 19),
            Pipe.BARRIER, new Issued(0, 4, 0));

    private static final double LSU_OF_RUN = 0.5;
    private static final int ONCE_CYCLES = 307;
    // A tile's, by the warps that add to the same words of shared memory: fitted to 8, 16 and 32 of them.
    private static final double TILE_CYCLES = 251;
    private static final double WARP_CYCLES = 7.8;
    private static final double WARPS_CYCLES = 1.107;
    private static final int KEY_CYCLES = 179;

    /** Tiles of a block, and all of its keys. */
    private record Share(long tiles, long keys) {}

    @Override
    public String name() {
        return "bucketing/bucket_keys";
    }

    @Override
    public String summary() {
        return "appends keys to the queues of the memories where their rows lie";
    }

    @Override
    public None defaults() {
        return new None();
    }

    @Override
    public Set<Integer> readOnlyArgs() {
        return Set.of(4, 6);
    }

    @Override
    public boolean covers(Launch launch) {
        return launch.args().size() == PARAMETERS && launch.args().get(8).equals(new Arg.I32(0));
    }

    @Override
    public WorkProfile profile(Launch launch, Platform platform, Gpu gpu, KnownBytes bytes) {
        LaunchArgs args = new LaunchArgs(this, launch, PARAMETERS);
        long keyCount = args.count(5, "keyCount");
        long size = args.count(7, "size");
        int sources = args.count32(9, "sources");
        long queues = sources + (long) args.count32(10, "regions");
        if (sources < 1) {
            throw new InputException("launch of %s: it has no source".formatted(name()));
        }
        Slice rows = args.array(0, "rows", 0, Long.BYTES, Long.BYTES);
        Slice keys = args.array(4, "keys", keyCount, KEY_BYTES, KEY_BYTES);
        Slice words = args.array(6, "words", size, Long.BYTES, Long.BYTES);
        Tile tile = new Tile(launch.block().count(), sources, queues);
        double hits = directoryHits(keyCount, size, platform.spec(gpu).l2());
        List<BlockClass> classes = new ArrayList<>();
        shares(launch, keyCount)
                .forEach((share, blocks) -> classes.add(new BlockClass(blocks, List.of(tile.phase(gpu, share, hits)))));
        return new WorkProfile(
                classes,
                List.of(
                        new WorkProfile.Touched(gpu, rows.buffer().id(), keyCount * Long.BYTES),
                        new WorkProfile.Touched(gpu, keys.buffer().id(), keyCount * KEY_BYTES),
                        new WorkProfile.Touched(
                                gpu, words.buffer().id(), Math.min(words.bytes(), keyCount * SECTOR_BYTES))));
    }

    private static Map<Share, Long> shares(Launch launch, long keyCount) {
        long tileKeys = launch.block().count() * KEYS_A_THREAD;
        long tiles = (keyCount + tileKeys - 1) / tileKeys;
        long blocks = launch.grid().count();
        long missing = tiles * tileKeys - keyCount;
        Map<Share, Long> shares = new LinkedHashMap<>();
        for (long block = 0; block < blocks; block++) {
            long own = tiles / blocks + (block < tiles % blocks ? 1 : 0);
            boolean hasLast = tiles > 0 && (tiles - 1) % blocks == block;
            shares.merge(new Share(own, own * tileKeys - (hasLast ? missing : 0)), 1L, Long::sum);
        }
        return shares;
    }

    /** Returns the share of the words that come with others of the same fetch: words of all keys lie anywhere. */
    private static double directoryHits(long keyCount, long size, CacheSpec l2) {
        if (keyCount == 0 || size == 0) {
            return 0;
        }
        double fetches = Math.max(1, (double) size * Long.BYTES / l2.fillBytes());
        double found = fetches * (1 - StrictMath.exp(-keyCount / fetches));
        double kept = Math.min(1, l2.effectiveBytes() / (found * l2.fillBytes()));
        return kept * Math.max(0, 1 - found / keyCount);
    }

    /** What blocks of so many threads do with their tiles. */
    private record Tile(long threads, int sources, long queues) {
        Phase phase(Gpu gpu, Share share, double directoryHits) {
            long warps = Warps.holding(threads);
            long groups = (share.keys() + LANES - 1) / LANES;
            double runs = groups * runsOfGroup();
            Map<Pipe, Long> slots = new EnumMap<>(Pipe.class);
            ISSUED.forEach((pipe, issued) -> slots.put(
                    pipe,
                    Math.round(warps * (issued.once + issued.tile * share.tiles())
                            + issued.lanes * groups
                            + (pipe == Pipe.LSU ? LSU_OF_RUN * runs : 0))));
            if (share.tiles() == 0) {
                return new Phase(slots, ONCE_CYCLES, TURNS_WITHOUT_MEMORY, (int) warps, List.of());
            }
            long keysOfThread =
                    Math.max(1, Math.min(KEYS_A_THREAD, (share.keys() / share.tiles() + threads - 1) / threads));
            double tileCycles = TILE_CYCLES + WARP_CYCLES * warps + WARPS_CYCLES * warps * warps;
            long cycles = ONCE_CYCLES + Math.round(share.tiles() * (tileCycles + KEY_CYCLES * keysOfThread));
            return new Phase(
                    slots,
                    cycles,
                    2 + 3.0 * share.tiles(),
                    (int) warps,
                    List.of(access(gpu, share, runs, (2.0 + keysOfThread) * share.tiles(), directoryHits)));
        }

        /** Returns how many of the sources the keys of a warp's lanes go to, on average. */
        private double runsOfGroup() {
            return sources * (1 - StrictMath.pow(1 - 1.0 / sources, LANES));
        }

        private Access access(Gpu gpu, Share share, double runs, double rounds, double directoryHits) {
            long keys = share.keys();
            long readBytes = keys * (KEY_BYTES + SECTOR_BYTES);
            long entryBytes = keys * ENTRY_BYTES;
            long writeBytes = entryBytes + Math.round(runs * RUN_EDGE_BYTES);
            long writeRequests = Math.round(2 * runs);
            // Lanes that are neighbours add to words that are.
            long atomics = 2 * ((Math.min(queues, LANES) + WORDS_OF_SECTOR - 1) / WORDS_OF_SECTOR) * share.tiles();
            double directoryShare = (double) SECTOR_BYTES / (KEY_BYTES + SECTOR_BYTES);
            double misses = 1 - directoryHits * directoryShare;
            // A word that is fetched brings its neighbour, in a row of the memory of its own.
            Misses toMemory = new Misses(
                    1 + directoryShare * (1 - directoryHits) / misses,
                    (double) entryBytes / writeBytes,
                    0,
                    directoryShare * (1 - directoryHits) / misses / (2 * SECTOR_BYTES),
                    0,
                    Scatter.OF_STREAM);
            return new Access(
                    gpu,
                    readBytes,
                    writeBytes,
                    writeBytes + SECTOR_BYTES * writeRequests + Math.round(SENT_IN_PART * writeBytes),
                    keys + keys * KEY_BYTES / (LANES * WORDS_OF_SECTOR),
                    writeRequests,
                    atomics,
                    atomics / 2.0,
                    rounds,
                    toMemory,
                    1 - misses);
        }
    }
}
