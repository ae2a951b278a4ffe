package dev.diptych.systems.check;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import dev.diptych.model.hw.Place;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import dev.diptych.model.random.Philox;
import java.util.List;

/** {@code relocate/move_rows}: single rows of a table in any place come to rows of a cache, and its other rows stay as they are. */
final class RelocationChecks {
    /** A step of 1, 4 and 16 bytes, in rows that a warp moves some of at a time, and all. */
    private static final int[] ROW_BYTES = {6, 12, 128, 512, 528};

    private static final int[] COUNTS = {1, 33, 700};
    private static final int TABLE_ROWS = 257;
    private static final int CACHE_ROWS = 1024;
    private static final int SITE = 79;

    private RelocationChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("move_rows from the GPU's own memory", lab -> each(lab, Lab.gpu())),
                new Check("move_rows from the host's memory", lab -> each(lab, HostMemory.HOST)),
                new Check("move_rows from another GPU's memory", RelocationChecks::fromPeer));
    }

    private static void fromPeer(Lab lab) {
        if (lab.host().platform().gpus().size() > 1) {
            each(lab, new Gpu(1));
        } else {
            lab.leaveOut("there is one GPU");
        }
    }

    private static void each(Lab lab, Place tablePlace) {
        for (int rowBytes : ROW_BYTES) {
            byte[] table = TestData.bytes(TABLE_ROWS * rowBytes, rowBytes);
            Buffer tableBuffer = lab.buffer(tablePlace, table.length);
            lab.write(TestData.wrap(table), tableBuffer.all());
            for (int count : COUNTS) {
                one(lab, table, tableBuffer, rowBytes, count);
            }
        }
    }

    private static void one(Lab lab, byte[] table, Buffer tableBuffer, int rowBytes, int count) {
        byte[] before = TestData.bytes(CACHE_ROWS * rowBytes, 2);
        byte[] after = before.clone();
        long[] to = new long[count];
        long[] from = new long[count];
        for (int i = 0; i < count; i++) {
            // An odd factor: no row of the cache comes twice.
            to[i] = (5L * i + 3) % CACHE_ROWS;
            from[i] = Philox.below(TABLE_ROWS, rowBytes, SITE, i);
            System.arraycopy(table, (int) from[i] * rowBytes, after, (int) to[i] * rowBytes, rowBytes);
        }
        Buffer cache = lab.buffer(TestData.wrap(before));
        lab.launch(
                "relocate",
                "move_rows",
                Dim.of(3),
                Dim.of(count % 2 == 0 ? 64 : 32),
                new Arg.Address(cache.all()),
                new Arg.Address(lab.buffer(Bytes.ofLongs(to)).all()),
                new Arg.Address(tableBuffer.all()),
                new Arg.Address(lab.buffer(Bytes.ofLongs(from)).all()),
                new Arg.I64(count),
                new Arg.I32(rowBytes));
        lab.expect("%d rows of %d bytes".formatted(count, rowBytes), cache.all(), TestData.wrap(after));
    }
}
