package dev.diptych.sim.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Platform;
import dev.diptych.model.hw.Platforms;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Kernel;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Slice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What launches leave is computed when somebody looks, from what they would have read in their turn. */
class SimMemoryTest {
    private static final Gpu GPU = new Gpu(0);
    private static final int ROWS = 8;
    private static final int PAGE_BYTES = 1 << 20;

    private final Platform platform = Platforms.load("h200");
    private final SimMemory memory = new SimMemory(platform, new Kernels(platform, new Programs()));

    /** Keys within a page, over a page's end, and on pages of their own, all among bytes that change, too. */
    @ParameterizedTest
    @ValueSource(longs = {4096, PAGE_BYTES - 32, PAGE_BYTES})
    void aLaunchSeesItsInputsAsTheyWereInItsTurn(long offset) {
        Buffer table = memory.allocate(GPU, ROWS * Long.BYTES);
        Buffer buffer = memory.allocate(GPU, 3 * PAGE_BYTES);
        Buffer out = memory.allocate(GPU, ROWS * Long.BYTES);
        Slice keys = buffer.slice(offset, ROWS * Long.BYTES);
        Slice before = buffer.slice(offset - Long.BYTES, Long.BYTES);
        store(table.all(), 10, 11, 12, 13, 14, 15, 16, 17);
        store(keys, 7, 6, 5, 4, 3, 2, 1, 0);
        store(before, 1);
        gather(out, table, keys);
        store(keys, 0, 0, 1, 1, 2, 2, 3, 3);
        store(before, 2);

        assertThat(read(keys)).containsExactly(0, 0, 1, 1, 2, 2, 3, 3);
        assertThat(read(before)).containsExactly(2);
        assertThat(present(out)).as("nobody has looked").doesNotContain(17);
        assertThat(read(out.all())).containsExactly(17, 16, 15, 14, 13, 12, 11, 10);
        assertThat(read(keys)).containsExactly(0, 0, 1, 1, 2, 2, 3, 3);
        assertThat(read(before)).containsExactly(2);
    }

    @Test
    void eachOfManyLaunchesSeesItsOwnInputs() {
        Buffer table = memory.allocate(GPU, ROWS * Long.BYTES);
        Buffer keys = memory.allocate(GPU, ROWS * Long.BYTES);
        Buffer[] out = new Buffer[5];
        store(table.all(), 0, 1, 2, 3, 4, 5, 6, 7);
        for (int i = 0; i < out.length; i++) {
            out[i] = memory.allocate(GPU, ROWS * Long.BYTES);
            store(keys.all(), i, i, i, i, i, i, i, i);
            gather(out[i], table, keys.all());
            assertThat(read(keys.all())).containsOnly(i);
        }
        store(table.all(), 9, 9, 9, 9, 9, 9, 9, 9);
        assertThat(read(table.all())).containsOnly(9);

        for (int i : new int[] {3, 0, 4, 1, 2}) {
            assertThat(read(out[i].all())).containsOnly(i);
        }
    }

    private void gather(Buffer out, Buffer table, Slice keys) {
        Launch launch = new Launch(
                new Kernel("gather", "gather_rows", 0, 0),
                Dim.of(1),
                Dim.of(32),
                List.of(
                        new Arg.Address(out.all()),
                        new Arg.Address(table.all()),
                        new Arg.Address(keys),
                        new Arg.I64(ROWS),
                        new Arg.I64(ROWS),
                        new Arg.I32(Long.BYTES),
                        new Arg.Null()));
        memory.happen(new Effect.Launched(launch, GPU, Set.of(1, 2)));
    }

    private void store(Slice to, long... words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(words);
        memory.happen(new Effect.Stored(Bytes.copyOf(bytes), to));
    }

    private long[] read(Slice slice) {
        return words(memory.readBack(slice).buffer());
    }

    private long[] present(Buffer buffer) {
        ByteBuffer bytes = ByteBuffer.allocate((int) buffer.bytes());
        memory.region(buffer.all()).read(0, bytes);
        return words(bytes);
    }

    private static long[] words(ByteBuffer bytes) {
        long[] words = new long[bytes.limit() / Long.BYTES];
        bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).rewind().asLongBuffer().get(words);
        return words;
    }
}
