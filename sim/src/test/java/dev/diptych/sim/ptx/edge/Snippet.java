package dev.diptych.sim.ptx.edge;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.Counts;
import dev.diptych.sim.ptx.PtxArg;
import dev.diptych.sim.ptx.PtxExecutor;
import dev.diptych.sim.ptx.PtxKernel;
import dev.diptych.sim.ptx.PtxLaunch;
import dev.diptych.sim.ptx.PtxOptions;
import dev.diptych.sim.ptx.PtxProgram;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.memory.Region;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A few lines of PTX as the body of a kernel. It finds its lane in {@code %lane} and the address of a word of its own in {@code %out}, and has
 * registers {@code %r}, {@code %d}, {@code %f} and {@code %p} of 32 bits, 64 bits, floats and predicates.
 */
final class Snippet {
    private static final int WORDS = 256;

    @SuppressWarnings("InlineFormatString") // It is read apart from the code that fills it.
    private static final String FRAME = """
            .version 9.0
            .target sm_90
            .address_size 64
            %s
            .visible .entry snippet(.param .u64 results) {
                .reg .b32 %%r<16>, %%lane;
                .reg .b64 %%d<8>, %%out, %%base;
                .reg .f32 %%f<8>;
                .reg .pred %%p<8>;
                mov.u32 %%lane, %%tid.x;
                ld.param.u64 %%base, [results];
                mad.wide.u32 %%out, %%lane, 4, %%base;
                %s
            }
            """;

    private final PtxKernel kernel;
    private final GlobalMemory memory = new GlobalMemory();
    private final Region results = memory.allocate("results", new Gpu(0), 4 * WORDS);
    private PtxOptions options = PtxOptions.DEFAULT;

    private Snippet(String module, String body) {
        kernel = PtxProgram.of("snippet.ptx", FRAME.formatted(module, body)).kernel("snippet");
        results.fill((byte) 0);
    }

    static Snippet of(String body) {
        return new Snippet("", body);
    }

    /** Returns one with functions and variables of the module before the kernel. */
    static Snippet of(String module, String body) {
        return new Snippet(module, body);
    }

    Snippet with(PtxOptions given) {
        options = given;
        return this;
    }

    PtxKernel kernel() {
        return kernel;
    }

    /** Runs one block. */
    Counts run(int threads) {
        return run(1, threads);
    }

    Counts run(int blocks, int threads) {
        PtxLaunch launch =
                new PtxLaunch(kernel, Dim.of(blocks), Dim.of(threads), 0, List.of(new PtxArg.I64(results.address())));
        return PtxExecutor.run(launch, memory, options).counts();
    }

    /** Returns the first words of what it left. */
    int[] words(int count) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        results.read(0, buffer);
        int[] words = new int[count];
        buffer.rewind().asIntBuffer().get(words);
        return words;
    }
}
