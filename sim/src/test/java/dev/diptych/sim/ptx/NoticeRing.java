package dev.diptych.sim.ptx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Bytes;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.memory.Region;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The host's side of block notices, in the memory of a test: ring, counters and fields as {@code notices.cuh} lays them out. */
public final class NoticeRing {
    private static final int OP_SLOT = 77;
    private static final long BLOCKS_MASK = 0xFF_FFFF;
    private static final long STARTED = 1L << 56;

    private final int slots;
    private final int blocksPerNotice;
    private final Region ring;
    private final Region counters;
    private final Bytes fields;
    private long consumed;

    /** @param slots of the ring, a power of two: at least as many as a launch writes notices */
    public NoticeRing(GlobalMemory memory, int slots, int blocksPerNotice) {
        this.slots = slots;
        this.blocksPerNotice = blocksPerNotice;
        this.ring = memory.allocate("notice ring", new Gpu(0), (long) Long.BYTES * slots);
        this.counters = memory.allocate("notice counters", new Gpu(0), 16);
        ring.fill((byte) 0);
        counters.fill((byte) 0);
        this.fields = Bytes.ofLongs(
                ring.address(),
                slots - 1L,
                counters.address(),
                counters.address() + 8,
                counters.address() + 12,
                (long) blocksPerNotice << Integer.SIZE | OP_SLOT);
    }

    /** Returns a ring for one launch. */
    public static NoticeRing of(GlobalMemory memory, long blocks, int blocksPerNotice) {
        int slots = Integer.highestOneBit(Math.toIntExact(2 * blocks)) * 2;
        return new NoticeRing(memory, slots, blocksPerNotice);
    }

    /** Returns what a kernel that was given notices gets as its last argument. */
    public PtxArg arg() {
        return new PtxArg.Raw(fields);
    }

    /** Returns what it gets so that it does not report. */
    public static PtxArg none() {
        return new PtxArg.Raw(Bytes.ofLongs(new long[6]));
    }

    /** Returns the address of the count of blocks that have started, mod those of the grid; that of ended ones follows. */
    public PtxArg counters() {
        return new PtxArg.I64(counters.address() + 8);
    }

    /** Takes the notices of a launch: two for every started batch of its blocks, of all of which start and end are told once. */
    public void expectAll(long blocks) {
        long notices = 2 * ((blocks + blocksPerNotice - 1) / blocksPerNotice);
        long started = 0;
        long finished = 0;
        for (long i = 0; i < notices; i++, consumed++) {
            long word = word(consumed);
            boolean evenLap = (consumed & slots) == 0;
            assertThat(word < 0)
                    .as("phase of notice %d, 0x%016x", consumed, word)
                    .isEqualTo(evenLap);
            assertThat((int) word).as("the launch that it is about").isEqualTo(OP_SLOT);
            assertThat(word & ~(1L << 63 | STARTED | BLOCKS_MASK << 32 | 0xFFFF_FFFFL))
                    .as("bits that mean nothing")
                    .isZero();
            long told = word >>> 32 & BLOCKS_MASK;
            assertThat(told).as("blocks of a notice").isBetween(1L, (long) blocksPerNotice);
            if ((word & STARTED) != 0) {
                started += told;
            } else {
                finished += told;
            }
        }
        assertThat(started).as("blocks that started").isEqualTo(blocks);
        assertThat(finished).as("blocks that ended").isEqualTo(blocks);
        ByteBuffer after = bytes(counters);
        assertThat(after.getLong(0)).as("notices in all").isEqualTo(consumed);
        assertThat(after.getLong(8)).as("counters, ready for the next launch").isZero();
    }

    private long word(long notice) {
        return bytes(ring).getLong((int) (notice & (slots - 1)) * Long.BYTES);
    }

    private static ByteBuffer bytes(Region region) {
        ByteBuffer buffer = buffer((int) region.bytes());
        region.read(0, buffer);
        return buffer.rewind();
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
