package dev.diptych.systems.sampling.device;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Dim;
import dev.diptych.model.op.Launch;
import dev.diptych.model.run.Host;
import dev.diptych.systems.plan.NativeKernel;
import java.util.List;

/** A GPU's memory and shapes of launches on it. */
final class Memory {
    /** Of offsets.cuh. */
    private static final int TILE = 2048;

    private static final int THREADS = 256;
    private static final int WARP = 32;

    /** Of 32 bits, of shared memory: what every GPU gives a block without being asked for more, 48 KiB. */
    static final int SHARED_WORDS = 48 * 1024 / Integer.BYTES;

    /** Blocks of a launch for each multiprocessor; each goes over what there is in turns. */
    private static final int BLOCKS_PER_SM = 8;

    private final Host host;
    private final Gpu gpu;
    private final int mostBlocks;

    Memory(Host host, Gpu gpu) {
        this.host = host;
        this.gpu = gpu;
        this.mostBlocks = host.platform().gpus().get(gpu.index()).sms() * BLOCKS_PER_SM;
    }

    /** Returns room for so many 32-bit numbers, of which kernels count in 32 bits. */
    Buffer words(long count) {
        if (count > Integer.MAX_VALUE) {
            throw new InputException(
                    "a batch of samples may have more entries than %d, and no more are told apart: give it fewer seeds"
                            .formatted(Integer.MAX_VALUE));
        }
        return host.allocate(gpu, Math.max(1, count) * Integer.BYTES);
    }

    /** Returns room for so many 32-bit numbers of each of some things. */
    Buffer words(long things, long each) {
        // The product may be more than a long holds.
        return words(things > Integer.MAX_VALUE / each ? Long.MAX_VALUE : things * each);
    }

    Buffer longWords(long count) {
        return host.allocate(gpu, Math.max(1, count) * Long.BYTES);
    }

    /** Returns room for the sums of the blocks of {@link #chunks}. */
    Buffer chunkSums(long numbers) {
        return words(blocks(numbers, TILE));
    }

    /** A launch with a thread for each of so many things, or as many as the GPU holds at a time. */
    Launch threads(String module, String entry, long things, List<Arg> args) {
        return launch(module, entry, blocks(things, THREADS), THREADS, 0, args);
    }

    /**
     * A launch with a thread for each of so many things, or as many as the GPU holds at a time.
     *
     * @param threadWords of shared memory for each thread
     */
    Launch threads(String module, String entry, long things, int threadWords, List<Arg> args) {
        int bytes = threadWords * THREADS * Integer.BYTES;
        int room = SHARED_WORDS * Integer.BYTES - NativeKernel.of(module, entry).staticSharedBytes();
        if (bytes > room) {
            throw new InputException("%s computes with %d numbers at a time; a block has room for %d"
                    .formatted(entry, threadWords, room / THREADS / Integer.BYTES));
        }
        return launch(module, entry, blocks(things, THREADS), THREADS, bytes, args);
    }

    /**
     * A launch with a warp for each of so many things, or as many as the GPU holds at a time.
     *
     * @param warpWords of shared memory for each warp, at most {@link #SHARED_WORDS}
     */
    Launch warps(String module, String entry, long things, int warpWords, List<Arg> args) {
        int warps = Math.min(THREADS / WARP, SHARED_WORDS / Math.max(1, warpWords));
        return launch(module, entry, blocks(things, warps), warps * WARP, warps * warpWords * Integer.BYTES, args);
    }

    /** A launch that sums so many numbers: blocks with a part of them each. */
    Launch chunks(String module, String entry, long numbers, List<Arg> args) {
        return launch(module, entry, blocks(numbers, TILE), THREADS, 0, args);
    }

    static Arg address(Buffer buffer) {
        return new Arg.Address(buffer.all());
    }

    private int blocks(long things, int perBlock) {
        return (int) Math.max(1, Math.min(mostBlocks, (things + perBlock - 1) / perBlock));
    }

    private static Launch launch(
            String module, String entry, int blocks, int threads, int sharedBytes, List<Arg> args) {
        return new Launch(NativeKernel.of(module, entry), Dim.of(blocks), Dim.of(threads), sharedBytes, args, 0);
    }
}
