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

/** {@code gather/gather_rows}, with its table in every place that there is. */
final class GatherChecks {
    private static final int[] ROW_BYTES = {4, 12, 128, 512, 516, 1024};
    private static final int[] KEY_COUNTS = {0, 1, 33, 1000};
    private static final int TABLE_ROWS = 257;
    /** Keys are drawn from a little more than the table, so that some are bad. */
    private static final int KEY_RANGE = 263;

    private static final int SITE = 77;

    private GatherChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("gather_rows from the GPU's own memory", lab -> each(lab, Lab.gpu(), true)),
                new Check("gather_rows without counting bad keys", lab -> each(lab, Lab.gpu(), false)),
                new Check("gather_rows from the host's memory", lab -> each(lab, HostMemory.HOST, true)),
                new Check("gather_rows from another GPU's memory", GatherChecks::fromPeer));
    }

    private static void fromPeer(Lab lab) {
        if (lab.host().platform().gpus().size() > 1) {
            each(lab, new Gpu(1), true);
        } else {
            lab.leaveOut("there is one GPU");
        }
    }

    private static void each(Lab lab, Place tablePlace, boolean counting) {
        for (int rowBytes : ROW_BYTES) {
            byte[] table = TestData.bytes(TABLE_ROWS * rowBytes, rowBytes);
            Buffer tableBuffer = lab.buffer(tablePlace, table.length);
            lab.write(TestData.wrap(table), tableBuffer.all());
            for (int keyCount : KEY_COUNTS) {
                one(lab, table, tableBuffer, rowBytes, keyCount, counting);
            }
        }
    }

    private static void one(Lab lab, byte[] table, Buffer tableBuffer, int rowBytes, int keyCount, boolean counting) {
        long[] keys = new long[keyCount];
        byte[] before = TestData.bytes(keyCount * rowBytes + 16, 1);
        byte[] after = before.clone();
        int bad = 0;
        for (int i = 0; i < keyCount; i++) {
            keys[i] = Philox.below(KEY_RANGE, rowBytes, SITE, i);
            if (keys[i] < TABLE_ROWS) {
                System.arraycopy(table, (int) keys[i] * rowBytes, after, i * rowBytes, rowBytes);
            } else {
                bad++;
            }
        }
        Buffer keyBuffer = lab.buffer(Bytes.ofLongs(keys));
        Buffer out = lab.buffer(TestData.wrap(before));
        Buffer errors = lab.buffer(Bytes.ofInts(40));
        lab.launch(
                "gather",
                "gather_rows",
                Dim.of(3),
                Dim.of(keyCount % 2 == 0 ? 128 : 50),
                new Arg.Address(out.slice(0, (long) keyCount * rowBytes)),
                new Arg.Address(tableBuffer.all()),
                new Arg.Address(keyBuffer.slice(0, 8L * keyCount)),
                new Arg.I64(keyCount),
                new Arg.I64(TABLE_ROWS),
                new Arg.I32(rowBytes),
                counting ? new Arg.Address(errors.all()) : new Arg.Null());
        String what = "%d rows of %d bytes".formatted(keyCount, rowBytes);
        lab.expect(what, out.all(), TestData.wrap(after));
        lab.expect("bad keys of " + what, errors.all(), Bytes.ofInts(40 + (counting ? bad : 0)));
    }
}
