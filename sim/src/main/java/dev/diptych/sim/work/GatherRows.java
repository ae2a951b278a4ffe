package dev.diptych.sim.work;

import com.google.auto.service.AutoService;
import dev.diptych.model.InputException;
import dev.diptych.model.hw.CacheSpec;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Slice;
import dev.diptych.model.work.WorkProfile;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * {@code gather_rows} of {@code gather.cu}: rows of a table by key. Known keys tell how often each row is asked for and which keys name
 * none; unknown ones count as drawn uniformly from the table. {@link LruHits} turns either into hits.
 */
@AutoService(KernelWork.class)
public final class GatherRows implements KernelWork {
    private static final int ROWS_IN_FLIGHT = 4;
    private static final int WIDEST_BYTES = 16;

    // Fitted to what executing a warp of the PTX issues and takes, for 1 to 384 keys and rows of 1 to 128 accesses.
    // Instructions are exact for accesses of 8 and 4 bytes and within 2 % for 16; cycles are off by 6 % on average.
    private static final RowGather.OfWarp OF_16_BYTES =
            new RowGather.OfWarp(new RowGather.Walk(93, 9, 77, 6, 3, 13), new RowGather.Walk(181, 11, 106, 40, 0, 0));
    private static final RowGather.OfWarp OF_8_BYTES =
            new RowGather.OfWarp(new RowGather.Walk(83, 9, 73, 3, 3, 10), new RowGather.Walk(162, 12, 115, 32, 0, 0));
    private static final RowGather.OfWarp OF_4_BYTES =
            new RowGather.OfWarp(new RowGather.Walk(84, 9, 73, 3, 3, 10), new RowGather.Walk(164, 12, 115, 31, 0, 0));

    @Override
    public String name() {
        return "gather/gather_rows";
    }

    @Override
    public String summary() {
        return "gathers rows of a table by key";
    }

    @Override
    public None defaults() {
        return new None();
    }

    @Override
    public WorkProfile profile(Launch launch, Platform platform, Gpu gpu, KnownBytes bytes) {
        LaunchArgs args = new LaunchArgs(this, launch, 7);
        long keyCount = args.count(3, "keyCount");
        long tableRows = args.count(4, "tableRows");
        int rowBytes = args.count32(5, "rowBytes");
        if (rowBytes == 0 || rowBytes % Integer.BYTES != 0) {
            throw new InputException(
                    "launch of %s: rows have a multiple of 4 bytes, but rowBytes is %d".formatted(name(), rowBytes));
        }
        Slice out = args.array(0, "out", keyCount, rowBytes, Integer.BYTES);
        Slice table = args.array(1, "table", tableRows, rowBytes, Integer.BYTES);
        Slice keys = args.array(2, "keys", keyCount, RowGather.KEY_BYTES, RowGather.KEY_BYTES);
        args.checkOptionalAddress(6, "errors");

        int unitBytes = (int) Long.lowestOneBit(out.offsetBytes() | table.offsetBytes() | rowBytes | WIDEST_BYTES);
        RowGather gather = new RowGather(
                keyCount,
                rowBytes,
                unitBytes,
                launch.grid().count(),
                (int) launch.block().count(),
                ROWS_IN_FLIGHT);
        RowGather.OfWarp ofWarp = unitBytes == WIDEST_BYTES ? OF_16_BYTES : unitBytes == 8 ? OF_8_BYTES : OF_4_BYTES;
        return gather.profile(
                out, table, keys, ofWarp, locality(out, table, keys, tableRows, rowBytes, platform.spec(gpu), bytes));
    }

    /** Rows that share sectors are written together or apart as the walk has it, which the closed form does not follow. */
    @Override
    public boolean covers(Launch launch) {
        LaunchArgs args = new LaunchArgs(this, launch, 7);
        return args.count32(5, "rowBytes") % Sectors.BYTES == 0;
    }

    @Override
    public Set<Integer> readOnlyArgs() {
        return Set.of(1, 2);
    }

    private static RowGather.Locality locality(
            Slice out, Slice table, Slice keys, long tableRows, int rowBytes, GpuSpec gpu, KnownBytes bytes) {
        CacheSpec l2 = gpu.l2();
        Place tablePlace = table.buffer().place();
        Place outPlace = out.buffer().place();
        long keyCount = keys.bytes() / RowGather.KEY_BYTES;
        // The L2 cache belongs to the memory: keys and copies pass through that of their own place.
        int passing = (tablePlace.equals(outPlace) ? rowBytes : 0)
                + (tablePlace.equals(keys.buffer().place()) ? RowGather.KEY_BYTES : 0);
        LruHits cache = new LruHits(l2.effectiveBytes(), rowBytes, passing);
        Optional<Bytes> known = keyCount == 0 ? Optional.empty() : bytes.read(keys);
        if (tablePlace == HostMemory.HOST) {
            // No cache of the GPU's has what lies there.
            double valid = known.map(each -> (double) valid(each, tableRows) / keyCount)
                    .orElse(tableRows == 0 ? 0.0 : 1.0);
            return new RowGather.Locality(valid, 0);
        }
        if (known.isPresent()) {
            long[] rows = rows(known.get(), tableRows);
            return new RowGather.Locality((double) rows.length / keyCount, cache.ofSample(rows));
        }
        return new RowGather.Locality(tableRows == 0 ? 0 : 1, cache.ofUniform(keyCount, tableRows));
    }

    private static long valid(Bytes keys, long tableRows) {
        LongBuffer each = keys.buffer().asLongBuffer();
        long valid = 0;
        while (each.hasRemaining()) {
            long key = each.get();
            // Keys are unsigned: what looks negative is beyond any table.
            valid += key >= 0 && key < tableRows ? 1 : 0;
        }
        return valid;
    }

    /** Returns the keys that name a row, in ascending order. */
    private static long[] rows(Bytes keys, long tableRows) {
        long[] sorted = new long[keys.size() / RowGather.KEY_BYTES];
        keys.buffer().asLongBuffer().get(sorted);
        Arrays.sort(sorted);
        int from = 0;
        // Keys are unsigned: what looks negative is beyond any table.
        while (from < sorted.length && sorted[from] < 0) {
            from++;
        }
        int end = Arrays.binarySearch(sorted, from, sorted.length, tableRows);
        end = end < 0 ? -end - 1 : end;
        while (end > from && sorted[end - 1] >= tableRows) {
            end--;
        }
        return Arrays.copyOfRange(sorted, from, end);
    }
}
