package dev.diptych.bench;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Dim;
import dev.diptych.model.random.Philox;
import dev.diptych.sim.ptx.PtxArg;
import dev.diptych.sim.ptx.PtxKernel;
import dev.diptych.sim.ptx.PtxLaunch;
import dev.diptych.sim.ptx.PtxProgram;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.memory.Region;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Launches that {@link PtxBenchmark} measures. */
public enum PtxCase {
    /** {@code stream_triad} of a million floats: 16-byte accesses side by side. */
    TRIAD("stream", "stream_triad") {
        @Override
        PtxLaunch launch(PtxKernel kernel, GlobalMemory memory) {
            return new PtxLaunch(
                    kernel,
                    Dim.of(STREAM_BLOCKS),
                    Dim.of(BLOCK_THREADS),
                    0,
                    List.of(
                            buffer(memory, "out", FLOATS * 4L),
                            buffer(memory, "b", FLOATS * 4L),
                            buffer(memory, "c", FLOATS * 4L),
                            new PtxArg.F32(3),
                            new PtxArg.I64(FLOATS)));
        }
    },
    /** {@code stream_copy} of a million floats: little but accesses. */
    COPY("stream", "stream_copy") {
        @Override
        PtxLaunch launch(PtxKernel kernel, GlobalMemory memory) {
            return new PtxLaunch(
                    kernel,
                    Dim.of(STREAM_BLOCKS),
                    Dim.of(BLOCK_THREADS),
                    0,
                    List.of(
                            buffer(memory, "out", FLOATS * 4L),
                            buffer(memory, "in", FLOATS * 4L),
                            new PtxArg.I64(FLOATS)));
        }
    },
    /** {@code gather_rows} of 32 768 random rows of 512 bytes from 16 MiB: short segments and many branches. */
    GATHER("gather", "gather_rows") {
        @Override
        PtxLaunch launch(PtxKernel kernel, GlobalMemory memory) {
            return gather(kernel, memory, buffer(memory, "table", ROWS * (long) ROW_BYTES));
        }
    },
    /** The same from a table that nobody wrote: each load computes what it reads. */
    GATHER_PHANTOM("gather", "gather_rows") {
        @Override
        PtxLaunch launch(PtxKernel kernel, GlobalMemory memory) {
            Region table = memory.allocatePhantom("table", GPU, ROWS * (long) ROW_BYTES);
            return gather(kernel, memory, new PtxArg.I64(table.address()));
        }
    },
    /** {@code philox_fill} of a million words: whole-number arithmetic. */
    PHILOX("philox", "philox_fill") {
        @Override
        PtxLaunch launch(PtxKernel kernel, GlobalMemory memory) {
            return new PtxLaunch(
                    kernel,
                    Dim.of(STREAM_BLOCKS),
                    Dim.of(BLOCK_THREADS),
                    0,
                    List.of(buffer(memory, "out", FLOATS * 4L), new PtxArg.I64(FLOATS), new PtxArg.I64(SEED)));
        }
    },
    /** A tiled product of matrices of 256 x 256 floats: shared memory and barriers. */
    TILES("", "tile_product") {
        @Override
        PtxLaunch launch(PtxKernel kernel, GlobalMemory memory) {
            return new PtxLaunch(
                    kernel,
                    new Dim(SIDE / TILE, SIDE / TILE, 1),
                    new Dim(TILE, TILE, 1),
                    0,
                    List.of(
                            buffer(memory, "out", SIDE * SIDE * 4L),
                            buffer(memory, "a", SIDE * SIDE * 4L),
                            buffer(memory, "b", SIDE * SIDE * 4L),
                            new PtxArg.I32(SIDE)));
        }
    };

    private static final Gpu GPU = new Gpu(0);
    private static final int FLOATS = 1 << 20;
    private static final int STREAM_BLOCKS = 132;
    private static final int BLOCK_THREADS = 256;
    private static final int ROWS = 1 << 15;
    private static final int ROW_BYTES = 512;
    private static final int SIDE = 256;
    private static final int TILE = 16;
    private static final long SEED = 1;

    private final String module;
    private final String entry;

    PtxCase(String module, String entry) {
        this.module = module;
        this.entry = entry;
    }

    /** Returns the launch's buffers, filled, and its arguments. */
    abstract PtxLaunch launch(PtxKernel kernel, GlobalMemory memory);

    PtxLaunch launch(GlobalMemory memory) {
        return launch(PtxProgram.of(module + ".ptx", ptx()).kernel(entry), memory);
    }

    /** Returns the PTX that defines its kernel: the project's own, or the benchmarks'. */
    private String ptx() {
        if (!module.isEmpty()) {
            return KernelCatalog.load().ptx(module);
        }
        try (InputStream tiles = Objects.requireNonNull(PtxCase.class.getResourceAsStream("tiles.ptx"))) {
            return new String(tiles.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read tiles.ptx", e);
        }
    }

    private static PtxLaunch gather(PtxKernel kernel, GlobalMemory memory, PtxArg table) {
        ByteBuffer keys = ByteBuffer.allocate(ROWS * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < ROWS; i++) {
            keys.putLong(i * Long.BYTES, Philox.below(ROWS, SEED, 0, i));
        }
        Region keyRegion = memory.allocate("keys", GPU, ROWS * Long.BYTES);
        keyRegion.write(0, keys);
        return new PtxLaunch(
                kernel,
                Dim.of(STREAM_BLOCKS),
                Dim.of(BLOCK_THREADS),
                0,
                List.of(
                        buffer(memory, "out", ROWS * (long) ROW_BYTES),
                        table,
                        new PtxArg.I64(keyRegion.address()),
                        new PtxArg.I64(ROWS),
                        new PtxArg.I64(ROWS),
                        new PtxArg.I32(ROW_BYTES),
                        new PtxArg.I64(0)));
    }

    /** Returns the address of a new buffer whose pages are all there. */
    private static PtxArg buffer(GlobalMemory memory, String name, long bytes) {
        Region region = memory.allocate(name, GPU, bytes);
        region.fill((byte) 0x3F);
        return new PtxArg.I64(region.address());
    }
}
