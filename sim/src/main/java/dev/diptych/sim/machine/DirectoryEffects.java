package dev.diptych.sim.machine;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Slice;
import dev.diptych.sim.ptx.memory.Region;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What the kernels of dense directories leave in memory ({@code directory.cu}, {@code bucketing.cu}), by a loop over their keys: filling the directories
 * of eight GPUs, and looking up what each of them reads, would else be nearly all of a simulation. Queues have their entries in the order of
 * the keys, which is one that the kernel may leave. A test holds them against the PTX.
 */
final class DirectoryEffects {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    // Of location.cuh.
    private static final long NO_LOCATION = -1;
    private static final int SOURCE_SHIFT = 56;
    private static final int VERSION_SHIFT = 40;
    private static final long VERSION_MASK = 0xffff;
    private static final long ROW_MASK = (1L << VERSION_SHIFT) - 1;
    // Of queues.cuh.
    private static final int QUEUES = 64;

    private static final int PUBLISH_ARGS = 9;
    private static final int BUCKET_ARGS = 12;

    private final Launch launch;
    private final SimMemory memory;

    private DirectoryEffects(Launch launch, SimMemory memory) {
        this.launch = launch;
        this.memory = memory;
    }

    /** Carries out a launch on memory whose arguments are up to date; returns false, and does nothing, where only its PTX says what it does. */
    static boolean carryOut(Launch launch, SimMemory memory) {
        DirectoryEffects effects = new DirectoryEffects(launch, memory);
        return switch (launch.kernel().module() + "/" + launch.kernel().entry()) {
            case "directory/directory_publish" -> effects.publish(false);
            case "directory/directory_publish_rows" -> effects.publish(true);
            case "bucketing/bucket_keys" -> effects.bucket();
            default -> false;
        };
    }

    private boolean publish(boolean hasRows) {
        if (launch.args().size() != PUBLISH_ARGS || number(2) != 0) {
            return false;
        }
        long size = number(1);
        long count = number(4);
        if (!hasBytes(0, size, Long.BYTES)
                || !hasBytes(3, count, Long.BYTES)
                || !hasBytes(8, 1, Integer.BYTES)
                || (hasRows && !hasBytes(6, count, Long.BYTES))) {
            return false;
        }
        Array words = array(0);
        Array keys = array(3);
        Array rows = hasRows ? array(6) : keys;
        long firstRow = hasRows ? 0 : number(6);
        long base = number(5) << SOURCE_SHIFT | (number(7) & VERSION_MASK) << VERSION_SHIFT;
        int failures = 0;
        for (long i = 0; i < count; i++) {
            long key = keys.word(i);
            if (Long.compareUnsigned(key, size) < 0) {
                words.setWord(key, base | (hasRows ? rows.word(i) : firstRow + i));
            } else {
                failures++;
            }
        }
        Array failed = array(8);
        failed.setInt(0, failed.intAt(0) + failures);
        return true;
    }

    private boolean bucket() {
        if (launch.args().size() != BUCKET_ARGS || number(8) != 0) {
            return false;
        }
        long keyCount = number(5);
        long size = number(7);
        int sources = (int) number(9);
        int regions = (int) number(10);
        int regionBits = (int) number(11);
        long queues = (long) sources + regions;
        long threads = launch.grid().count() * launch.block().count();
        if (queues > QUEUES
                || threads < QUEUES
                || !hasBytes(0, keyCount * queues, Long.BYTES)
                || !hasBytes(1, keyCount * queues, Integer.BYTES)
                || !hasBytes(2, 3L * QUEUES, Long.BYTES)
                || !hasBytes(4, keyCount, Long.BYTES)
                || !hasBytes(6, size, Long.BYTES)) {
            return false;
        }
        Array rows = array(0);
        Array targets = array(1);
        Array keys = array(4);
        Array words = array(6);
        int unknown = sources + regions - 1;
        Tallies tallies = new Tallies(array(2), (int) number(3));
        for (long i = 0; i < keyCount; i++) {
            long key = keys.word(i);
            long found = Long.compareUnsigned(key, size) < 0 ? words.word(key) : NO_LOCATION;
            int source = (int) (found >>> SOURCE_SHIFT);
            int queue = source < sources ? source : unknown;
            if (source == sources - 1) {
                queue = source + (int) Math.min((found & ROW_MASK) >>> regionBits, regions - 1);
            }
            long slot = queue * keyCount + tallies.take(queue);
            rows.setWord(slot, queue < unknown ? found & ROW_MASK : key);
            targets.setInt(slot, (int) i);
        }
        tallies.conclude();
        return true;
    }

    /** The counts of one batch, and what is left of them for the next. */
    private static final class Tallies {
        private final Array words;
        private final int batch;
        private final long[] starts = new long[QUEUES];
        private final long[] taken = new long[QUEUES];

        Tallies(Array words, int batch) {
            this.words = words;
            this.batch = Integer.remainderUnsigned(batch, 2);
            for (int queue = 0; queue < QUEUES; queue++) {
                starts[queue] = words.word((long) this.batch * QUEUES + queue);
            }
        }

        long take(int queue) {
            return starts[queue] + taken[queue]++;
        }

        void conclude() {
            for (int queue = 0; queue < QUEUES; queue++) {
                words.setWord((long) batch * QUEUES + queue, starts[queue] + taken[queue]);
                words.setWord((long) (1 - batch) * QUEUES + queue, 0);
                long served = 2L * QUEUES + queue;
                words.setWord(served, words.word(served) + taken[queue]);
            }
        }
    }

    private long number(int arg) {
        if (launch.args().get(arg) instanceof Arg.I64 number) {
            return number.value();
        }
        return launch.args().get(arg) instanceof Arg.I32 number ? Integer.toUnsignedLong(number.value()) : 0;
    }

    private boolean hasBytes(int arg, long items, int itemBytes) {
        return launch.args().get(arg) instanceof Arg.Address address
                && items >= 0
                && items <= address.slice().bytes() / itemBytes
                && address.slice().offsetBytes() % itemBytes == 0;
    }

    private Array array(int arg) {
        Slice slice = ((Arg.Address) launch.args().get(arg)).slice();
        return new Array(memory.region(slice), slice.offsetBytes());
    }

    /** Numbers behind a pointer, aligned to their size. */
    private record Array(Region region, long offset) {
        long word(long index) {
            long at = offset + index * Long.BYTES;
            return (long) LONG.get(region.readable(at, Long.BYTES), Region.indexInPage(at));
        }

        void setWord(long index, long value) {
            long at = offset + index * Long.BYTES;
            LONG.set(region.writable(at, Long.BYTES), Region.indexInPage(at), value);
        }

        int intAt(long index) {
            long at = offset + index * Integer.BYTES;
            return (int) INT.get(region.readable(at, Integer.BYTES), Region.indexInPage(at));
        }

        void setInt(long index, int value) {
            long at = offset + index * Integer.BYTES;
            INT.set(region.writable(at, Integer.BYTES), Region.indexInPage(at), value);
        }
    }
}
