package dev.diptych.sim.work;

import dev.diptych.model.op.Slice;
import dev.diptych.model.work.BlockClass;
import dev.diptych.model.work.Phase;
import dev.diptych.model.work.Pipe;
import dev.diptych.model.work.Scatter;
import dev.diptych.model.work.WorkProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The walk of a gather over its keys: a group of lanes takes a row, several rows at a time, and all groups of the grid step together. Each
 * pass loads its keys, then their rows, then stores them: two dependent rounds, and more for rows longer than the lanes' accesses.
 *
 * <p>A launch writes to the memory of the GPU that runs it: {@code out} tells where that is.
 *
 * @param rowBytes a multiple of {@code unitBytes}
 * @param unitBytes of one access
 * @param blocks of the grid
 * @param blockThreads of one block
 * @param rowsInFlight of one group
 */
record RowGather(long keyCount, int rowBytes, int unitBytes, long blocks, int blockThreads, int rowsInFlight) {
    static final int KEY_BYTES = 8;
    private static final int WARP_LANE_BITS = 5;

    /**
     * What a warp takes, in issued instructions or in cycles.
     *
     * @param once outside the loops
     * @param laneBit for one bit of the lane count
     * @param pass for one pass
     * @param unit for one access of the rows of a pass
     * @param row for one row of a pass
     * @param rowUnit for one access of one row
     */
    record Walk(int once, int laneBit, int pass, int unit, int row, int rowUnit) {
        long of(int laneBits, long passes, long rows, long unitRounds) {
            return once
                    + (long) laneBit * laneBits
                    + passes * (pass + unitRounds * unit)
                    + rows * (row + unitRounds * rowUnit);
        }
    }

    /** @param chainCycles of instructions that wait for each other, loads aside */
    record OfWarp(Walk instructions, Walk chainCycles) {}

    /** Shares of the keys that name a row, and of the rows that the L2 cache serves. */
    record Locality(double validShare, double rowHitShare) {}

    /** What the groups of one block have: {@code longGroups} of them one row more than the rest. */
    private record Share(int groups, int longGroups, long firstGroup) {}

    int laneBits() {
        int rowUnits = rowBytes / unitBytes;
        long threads = blocks * blockThreads;
        int bits = 0;
        while (bits < WARP_LANE_BITS && 1 << bits < rowUnits && 2L << bits <= threads) {
            bits++;
        }
        return bits;
    }

    private long groups() {
        return (blocks * blockThreads) >> laneBits();
    }

    /** Returns the profile of a gather from {@code table} to {@code out}. */
    WorkProfile profile(Slice out, Slice table, Slice keys, OfWarp ofWarp, Locality locality) {
        List<BlockClass> classes = new ArrayList<>();
        shares().forEach((share, count) ->
                classes.add(new BlockClass(count, List.of(phase(share, out, table, keys, ofWarp, locality)))));
        return new WorkProfile(
                classes,
                List.of(
                        touched(out),
                        touched(keys),
                        new WorkProfile.Touched(
                                table.buffer().place(),
                                table.buffer().id(),
                                Math.min(
                                        table.bytes(),
                                        Math.round(keyCount
                                                * rowBytes
                                                * locality.validShare()
                                                * (1 - locality.rowHitShare()))))));
    }

    private Map<Share, Long> shares() {
        long groups = groups();
        long longGroups = keyCount % groups;
        int lanes = 1 << laneBits();
        Map<Share, Long> shares = new LinkedHashMap<>();
        if (blockThreads % lanes == 0) {
            GridStride loop = new GridStride(keyCount, blocks, blockThreads / lanes);
            long cut = longGroups / loop.perBlock();
            long mixed = longGroups % loop.perBlock() == 0 ? 0 : 1;
            put(shares, loop, 0, cut);
            put(shares, loop, cut, mixed);
            put(shares, loop, cut + mixed, blocks - cut - mixed);
            return shares;
        }
        // Groups straddle blocks; a group counts for the block that has its first lane.
        for (long block = 0; block < blocks; block++) {
            long first = Math.min(groups, ceil(block * blockThreads, lanes));
            long end = Math.min(groups, ceil((block + 1) * blockThreads, lanes));
            int longs = (int) Math.max(0, Math.min(end - first, longGroups - first));
            shares.merge(new Share((int) (end - first), longs, 0), 1L, Long::sum);
        }
        return shares;
    }

    private static void put(Map<Share, Long> shares, GridStride loop, long firstBlock, long count) {
        if (count > 0) {
            long firstGroup = loop.firstItem(firstBlock, 0);
            shares.put(new Share(loop.perBlock(), loop.longWalkers(firstBlock), firstGroup), count);
        }
    }

    private Phase phase(Share share, Slice out, Slice table, Slice keys, OfWarp ofWarp, Locality locality) {
        long fullSteps = keyCount / groups();
        long rows = fullSteps * share.groups() + share.longGroups();
        long moved = Math.round(rows * locality.validShare());
        long passes = rows == 0 ? 0 : ceil(fullSteps + (share.longGroups() > 0 ? 1 : 0), rowsInFlight);
        long unitRounds = ceil(rowBytes / unitBytes, 1L << laneBits());

        Traffic traffic = new Traffic();
        long start = keys.offsetBytes() + share.firstGroup() * KEY_BYTES;
        long keyBytes = fullSteps * Sectors.spanned(start, (long) share.groups() * KEY_BYTES)
                + Sectors.spanned(start, (long) share.longGroups() * KEY_BYTES);
        // What lies in a block's sectors besides its own keys is another block's, and the first of them brings the
        // sector.
        double keyHits = keyBytes == 0 ? 0 : 1 - (double) (rows * KEY_BYTES) / keyBytes;
        traffic.read(keys.buffer().place(), keyBytes, passes, keyHits);

        long rowRounds = passes * unitRounds;
        long rowSectorBytes = Sectors.scattered(table.offsetBytes(), moved, rowBytes);
        traffic.readRows(
                table.buffer().place(),
                rowSectorBytes,
                moved,
                rowBytes,
                Scatter.granules((double) keyCount, (double) table.bytes()) * moved / Math.max(1, keyCount),
                table.bytes(),
                table.bytes(),
                rowRounds,
                locality.rowHitShare());
        long outSectorBytes = Sectors.scattered(out.offsetBytes(), moved, rowBytes);
        traffic.write(out.buffer().place(), outSectorBytes);
        return phase(share, fullSteps, unitRounds, ofWarp, traffic);
    }

    private Phase phase(Share share, long fullSteps, long unitRounds, OfWarp ofWarp, Traffic traffic) {
        long warps = Warps.holding(blockThreads);
        long longWarps = Warps.holding((long) share.longGroups() << laneBits());
        return new Phase(
                Map.of(
                        Pipe.ISSUE,
                        longWarps * take(ofWarp.instructions(), fullSteps + 1, unitRounds)
                                + (warps - longWarps) * take(ofWarp.instructions(), fullSteps, unitRounds)),
                take(ofWarp.chainCycles(), longWarps > 0 ? fullSteps + 1 : fullSteps, unitRounds),
                Math.max(1, ceil(fullSteps, rowsInFlight)),
                (int) warps,
                traffic.accesses());
    }

    private long take(Walk walk, long rows, long unitRounds) {
        return walk.of(laneBits(), ceil(rows, rowsInFlight), rows, unitRounds);
    }

    private static WorkProfile.Touched touched(Slice slice) {
        return new WorkProfile.Touched(slice.buffer().place(), slice.buffer().id(), slice.bytes());
    }

    private static long ceil(long dividend, long divisor) {
        return Math.floorDiv(dividend + divisor - 1, divisor);
    }
}
