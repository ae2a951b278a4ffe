package dev.diptych.systems.embedding;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.Slice;
import dev.diptych.model.run.Host;
import dev.diptych.systems.plan.NativeKernel;
import java.util.ArrayList;
import java.util.List;

/**
 * Which key's row lies where, as one GPU sees it: {@code directory.cu} and {@code location.cuh} have the layout. Dense for keys below a bound,
 * 8 bytes a key; hashed for any 64-bit keys but -1, 32 bytes or more a key.
 *
 * @param size keys of a dense one, buckets of a hashed one
 * @param failures counts keys that it had no room for
 */
public record Directory(Buffer words, long size, boolean hashed, Buffer failures) {
    /** Rows of one source have numbers below this. */
    public static final long MOST_ROWS = 1L << 40;

    private static final String MODULE = "directory";
    private static final int WORDS_PER_BUCKET = 2;
    private static final int MOST_BLOCKS = 1056;
    private static final int THREADS = 256;

    /** Returns an empty one, of no use before {@link #clear()}, for keys from 0 to {@code keys - 1}. */
    public static Directory dense(Host host, Gpu gpu, long keys) {
        return new Directory(
                host.allocate(gpu, Math.multiplyExact(keys, Long.BYTES)),
                keys,
                false,
                host.allocate(gpu, Integer.BYTES));
    }

    /** Returns an empty one, of no use before {@link #clear()}, with room for so many keys: at most half of it is ever full. */
    public static Directory hashed(Host host, Gpu gpu, long keys) {
        if (keys < 1 || keys > 1L << 56) {
            throw new InputException("a directory of %d keys: it holds 1 to 2^56".formatted(keys));
        }
        long buckets = Long.highestOneBit(keys) * (Long.bitCount(keys) == 1 ? 2 : 4);
        return new Directory(
                host.allocate(gpu, buckets * WORDS_PER_BUCKET * Long.BYTES),
                buckets,
                true,
                host.allocate(gpu, Integer.BYTES));
    }

    /** Returns what makes it know no key. */
    public List<Op> clear() {
        long count = words.bytes() / Long.BYTES;
        return List.of(
                launch(
                        "fill",
                        "fill_iota",
                        count,
                        List.of(
                                new Arg.Address(words.all()),
                                new Arg.I64(count),
                                new Arg.I64(-1),
                                new Arg.I64(0),
                                new Arg.I32(Long.BYTES))),
                launch(
                        "fill",
                        "fill_zeros",
                        1,
                        List.of(new Arg.Address(failures.all()), new Arg.I64(failures.bytes()))));
    }

    /** Returns what says that the rows of keys lie one behind the other in a source. */
    public Launch publish(Slice keys, int source, long firstRow, int version) {
        return launch("directory_publish", keys, source, new Arg.I64(firstRow), version);
    }

    /** Returns what says in which row of a source the row of each key lies. */
    public Launch publishRows(Slice keys, int source, Slice rows, int version) {
        return launch("directory_publish_rows", keys, source, new Arg.Address(rows), version);
    }

    /** Returns what looks keys up: a location each, all ones for unknown ones. */
    public Launch find(Slice keys, Slice locations) {
        List<Arg> args = new ArrayList<>(List.of(new Arg.Address(locations)));
        args.addAll(args());
        args.add(new Arg.Address(keys));
        args.add(new Arg.I64(keys.bytes() / Long.BYTES));
        return launch(MODULE, "directory_find", keys.bytes() / Long.BYTES, args);
    }

    /** Returns the parameters {@code words, size, hashed} of every kernel that looks keys up. */
    List<Arg> args() {
        return List.of(new Arg.Address(words.all()), new Arg.I64(size), new Arg.I32(hashed ? 1 : 0));
    }

    private Launch launch(String entry, Slice keys, int source, Arg rows, int version) {
        List<Arg> args = new ArrayList<>(args());
        args.addAll(List.of(
                new Arg.Address(keys),
                new Arg.I64(keys.bytes() / Long.BYTES),
                new Arg.I32(source),
                rows,
                new Arg.I32(version),
                new Arg.Address(failures.all())));
        return launch(MODULE, entry, keys.bytes() / Long.BYTES, args);
    }

    /** A thread for each item, or for several. */
    private static Launch launch(String module, String entry, long items, List<Arg> args) {
        int blocks = (int) Math.max(1, Math.min(MOST_BLOCKS, (items + THREADS - 1) / THREADS));
        return new Launch(NativeKernel.of(module, entry), Dim.of(blocks), Dim.of(THREADS), args);
    }
}
