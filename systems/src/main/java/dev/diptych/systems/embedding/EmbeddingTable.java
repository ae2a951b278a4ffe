package dev.diptych.systems.embedding;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Op;
import dev.diptych.model.op.Slice;
import dev.diptych.model.random.Permutation;
import dev.diptych.model.random.Philox;
import dev.diptych.model.run.Host;
import dev.diptych.systems.plan.NativeKernel;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of embeddings in the host's memory, made up: entries are known by how hot they are, their rank from 0 on, lie in rows of the table
 * that have nothing to do with their ranks, and have keys that are those rows or, where {@code sparse}, any 64-bit numbers. What is in a row
 * tells whose it is ({@code stamp.cu}).
 *
 * @param entries a power of two
 * @param rowBytes a multiple of 4
 */
public record EmbeddingTable(long entries, int rowBytes, boolean sparse, long seed) {
    private static final int KEY_SITE = 0;
    private static final int U64 = 3;
    private static final int BLOCKS = 1056;
    private static final int THREADS = 256;

    public EmbeddingTable {
        if (entries < 1 || Long.bitCount(entries) != 1 || entries > Directory.MOST_ROWS) {
            throw new InputException("a table of %d entries: should be a power of two up to 2^40".formatted(entries));
        }
        if (rowBytes < 1 || rowBytes % Integer.BYTES != 0) {
            throw new InputException("rows of %d bytes: should be a multiple of 4".formatted(rowBytes));
        }
    }

    /** Says, by rank, which row of the table an entry is, and by which key it is known. */
    public final class Names {
        private final Permutation rows = new Permutation(entries, seed);

        /** Returns which row of the table the entry with a rank is. */
        public long row(long rank) {
            return rows.of(rank);
        }

        /** Returns the key of the entry with a rank. */
        public long key(long rank) {
            long row = row(rank);
            return sparse ? Philox.bits64(seed, KEY_SITE, row) : row;
        }
    }

    public Names names() {
        return new Names();
    }

    /** Returns how many bytes the table has. */
    public long bytes() {
        return Math.multiplyExact(entries, rowBytes);
    }

    /** Where a GPU has the names of all entries, by rank: 8 bytes each. */
    public record OnGpu(Buffer rowsByRank, Buffer keysByRank, List<Op> setUp) {
        public OnGpu {
            setUp = List.copyOf(setUp);
        }

        public Slice rows(long firstRank, long count) {
            return rowsByRank.slice(firstRank * Long.BYTES, count * Long.BYTES);
        }

        public Slice keys(long firstRank, long count) {
            return keysByRank.slice(firstRank * Long.BYTES, count * Long.BYTES);
        }
    }

    /** Returns the names on a GPU, and what brings them there and writes the table, which any GPU may do, or several. */
    public OnGpu on(Host host, Gpu gpu, Buffer table) {
        List<Op> setUp = new ArrayList<>();
        Buffer rows = host.allocate(gpu, entries * Long.BYTES);
        setUp.add(launch(
                "fill",
                "fill_permutation",
                new Arg.Address(rows.all()),
                new Arg.I64(entries),
                new Arg.I64(seed),
                new Arg.I32(Long.BYTES)));
        Buffer keys = rows;
        Arg keysByRow = new Arg.Null();
        if (sparse) {
            Buffer byRow = host.allocate(gpu, entries * Long.BYTES);
            keysByRow = new Arg.Address(byRow.all());
            setUp.add(launch(
                    "fill", "fill_random", keysByRow, new Arg.I64(entries), new Arg.I64(seed), new Arg.I32(U64)));
            keys = host.allocate(gpu, entries * Long.BYTES);
            setUp.add(gather(keys.all(), byRow.all(), rows.all(), Long.BYTES));
        }
        setUp.add(launch(
                "stamp",
                "stamp_rows",
                new Arg.Address(table.all()),
                keysByRow,
                new Arg.I64(entries),
                new Arg.I32(rowBytes)));
        return new OnGpu(rows, keys, setUp);
    }

    /** Returns what copies rows of the host's table, wherever they are, side by side. */
    Launch copyRows(Slice to, Buffer table, Slice rows) {
        return gather(to, table.all(), rows, rowBytes);
    }

    /** Returns what adds to {@code errors} how many words of rows are not those of their keys, and how many of these are zero; 4 bytes each. */
    public Launch check(Slice rows, Slice keys, Slice errors) {
        return launch(
                "stamp",
                "stamp_check",
                new Arg.Address(errors),
                new Arg.Address(rows),
                new Arg.Address(keys),
                new Arg.I64(keys.bytes() / Long.BYTES),
                new Arg.I32(rowBytes));
    }

    private static Launch gather(Slice to, Slice table, Slice rows, int rowBytes) {
        return launch(
                "gather",
                "gather_rows",
                new Arg.Address(to),
                new Arg.Address(table),
                new Arg.Address(rows),
                new Arg.I64(rows.bytes() / Long.BYTES),
                new Arg.I64(table.bytes() / rowBytes),
                new Arg.I32(rowBytes),
                new Arg.Null());
    }

    private static Launch launch(String module, String entry, Arg... args) {
        return new Launch(NativeKernel.of(module, entry), Dim.of(BLOCKS), Dim.of(THREADS), List.of(args));
    }
}
