package dev.diptych.systems.argument;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Launch;
import dev.diptych.systems.argument.Argument.Contents;
import dev.diptych.systems.plan.NativeKernel;
import java.util.List;

/** Launches of module {@code fill}, which make the contents of arrays where they lie. */
public final class Fills {
    /** Rows of a group, whose entries are as many for every group; {@code fill.cu} has the same number. */
    static final int CSR_GROUP_ROWS = 64;

    private static final String MODULE = "fill";
    private static final int BLOCKS = 1056;
    private static final int THREADS = 256;

    private Fills() {}

    /**
     * Returns the launch that makes the contents of a buffer.
     *
     * @param type of its elements
     * @param count of elements
     */
    public static Launch of(Buffer buffer, ElementType type, long count, Contents.Made contents) {
        Arg.Address out = new Arg.Address(buffer.all());
        Arg.I64 counted = new Arg.I64(count);
        Arg.I32 elementBytes = new Arg.I32(type.bytes());
        if (contents instanceof Contents.Random random) {
            return launch("fill_random", count, out, counted, new Arg.I64(random.seed()), new Arg.I32(code(type)));
        }
        if (contents instanceof Contents.Below below) {
            return launch(
                    "fill_below",
                    count,
                    out,
                    counted,
                    new Arg.I64(below.seed()),
                    new Arg.I64(below.bound()),
                    elementBytes);
        }
        if (contents instanceof Contents.Iota iota) {
            return launch(
                    "fill_iota",
                    count,
                    out,
                    counted,
                    new Arg.I64(iota.first()),
                    new Arg.I64(iota.step()),
                    elementBytes);
        }
        if (contents instanceof Contents.Permutation permutation) {
            return launch("fill_permutation", count, out, counted, new Arg.I64(permutation.seed()), elementBytes);
        }
        if (contents instanceof Contents.Ring ring) {
            long nodes = count * type.bytes() / ring.strideBytes();
            return launch(
                    "fill_ring",
                    nodes,
                    out,
                    new Arg.I64(nodes),
                    new Arg.I64(ring.seed()),
                    new Arg.I64(ring.strideBytes()));
        }
        if (contents instanceof Contents.Csr csr) {
            return launch(
                    "fill_csr",
                    count,
                    out,
                    counted,
                    new Arg.I64(csr.seed()),
                    new Arg.I64(csr.meanEntries()),
                    elementBytes);
        }
        long bytes = count * type.bytes();
        return launch("fill_zeros", bytes, out, new Arg.I64(bytes));
    }

    /** Returns what {@code fill_random} calls a type. */
    private static int code(ElementType type) {
        return switch (type) {
            case I8, U8 -> 0;
            case I16, U16 -> 1;
            case I32, U32 -> 2;
            case I64, U64 -> 3;
            case BOOL -> 4;
            case F16 -> 5;
            case BF16 -> 6;
            case F32 -> 7;
            case F64 -> 8;
        };
    }

    private static Launch launch(String entry, long items, Arg... args) {
        long blocks = Math.max(1, Math.min(BLOCKS, (items + THREADS - 1) / THREADS));
        return new Launch(NativeKernel.of(MODULE, entry), Dim.of((int) blocks), Dim.of(THREADS), List.of(args));
    }
}
