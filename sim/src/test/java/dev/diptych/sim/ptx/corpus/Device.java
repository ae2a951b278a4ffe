package dev.diptych.sim.ptx.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.kernels.instrument.Instrumentation;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.NoticeRing;
import dev.diptych.sim.ptx.PtxArg;
import dev.diptych.sim.ptx.PtxExecutor;
import dev.diptych.sim.ptx.PtxLaunch;
import dev.diptych.sim.ptx.PtxOptions;
import dev.diptych.sim.ptx.PtxProgram;
import dev.diptych.sim.ptx.PtxResult;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.memory.Region;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A GPU's memory, and launches of the corpus's kernels on it. Arrays go to and come from regions in little-endian order. */
final class Device {
    /** What new room holds, so that a missing store shows. */
    private static final byte POISON = (byte) 0xCD;

    private static final Map<String, PtxProgram> PROGRAMS = new ConcurrentHashMap<>();

    private static final Map<String, PtxProgram> REPORTING = new ConcurrentHashMap<>();
    private static final int BLOCKS_PER_NOTICE = 3;

    private final GlobalMemory memory = new GlobalMemory();
    private final List<Region> regions = new ArrayList<>();

    /** Returns a module of the corpus, compiled once. */
    static PtxProgram program(String module) {
        return PROGRAMS.computeIfAbsent(module, name -> PtxProgram.of(name + ".ptx", text(name + ".ptx")));
    }

    private static PtxProgram reporting(String module) {
        return REPORTING.computeIfAbsent(module, name -> {
            String file = name + ".ptx";
            return PtxProgram.of(
                    file, Instrumentation.of(file, text(file), kernel -> true).text());
        });
    }

    static String text(String file) {
        try (InputStream in = Device.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the corpus has no " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a kernel without checks. */
    PtxResult runUnchecked(String module, String kernel, Dim grid, Dim block, int sharedBytes, Object... arguments) {
        return launch(PtxOptions.DEFAULT, module, kernel, grid, block, sharedBytes, arguments);
    }

    /**
     * Runs a kernel three times from the same memory. Without and with checks, results and counts should be the same, and no fault be found; with block
     * notices, results should be the same, no fault be found, and all blocks be told.
     */
    PtxResult run(String module, String kernel, Dim grid, Dim block, int sharedBytes, Object... arguments) {
        List<ByteBuffer> after = new ArrayList<>();
        PtxResult plain = runThrice(after, module, kernel, grid, block, sharedBytes, arguments);
        assertThat(contents()).as("memory with notices").isEqualTo(after);
        return plain;
    }

    /** The same with a kernel whose results depend on which warp comes first: what is left in memory is that of the run with notices. */
    PtxResult runInAnyOrder(String module, String kernel, Dim grid, Dim block, int sharedBytes, Object... arguments) {
        return runThrice(new ArrayList<>(), module, kernel, grid, block, sharedBytes, arguments);
    }

    /** @param after takes what memory holds after the run without notices */
    private PtxResult runThrice(
            List<ByteBuffer> after,
            String module,
            String kernel,
            Dim grid,
            Dim block,
            int sharedBytes,
            Object... arguments) {
        List<ByteBuffer> before = contents();
        PtxResult plain = launch(PtxOptions.DEFAULT, module, kernel, grid, block, sharedBytes, arguments);
        after.addAll(contents());
        become(before);
        PtxResult checked = launch(PtxOptions.DEFAULT.checked(), module, kernel, grid, block, sharedBytes, arguments);
        assertThat(contents()).as("memory with checks").isEqualTo(after);
        assertThat(checked.counts()).as("counts with checks").isEqualTo(plain.counts());
        become(before);
        report(module, kernel, grid, block, sharedBytes, arguments);
        return plain;
    }

    private void report(String module, String kernel, Dim grid, Dim block, int sharedBytes, Object... arguments) {
        NoticeRing ring = NoticeRing.of(memory, grid.count(), BLOCKS_PER_NOTICE);
        List<PtxArg> all = arguments(arguments);
        all.add(ring.arg());
        PtxLaunch launch = new PtxLaunch(reporting(module).kernel(kernel), grid, block, sharedBytes, all);
        PtxExecutor.run(launch, memory, PtxOptions.DEFAULT.checked());
        ring.expectAll(grid.count());
    }

    private void become(List<ByteBuffer> contents) {
        for (int i = 0; i < contents.size(); i++) {
            regions.get(i).write(0, contents.get(i));
        }
    }

    /** Runs a kernel once. */
    PtxResult launch(
            PtxOptions options,
            String module,
            String kernel,
            Dim grid,
            Dim block,
            int sharedBytes,
            Object... arguments) {
        PtxLaunch launch =
                new PtxLaunch(program(module).kernel(kernel), grid, block, sharedBytes, arguments(arguments));
        return PtxExecutor.run(launch, memory, options);
    }

    private static List<PtxArg> arguments(Object... values) {
        List<PtxArg> arguments = new ArrayList<>();
        for (Object value : values) {
            arguments.add(argument(value));
        }
        return arguments;
    }

    private static PtxArg argument(Object value) {
        if (value instanceof Region region) {
            return new PtxArg.I64(region.address());
        } else if (value instanceof Integer i) {
            return new PtxArg.I32(i);
        } else if (value instanceof Long l) {
            return new PtxArg.I64(l);
        } else if (value instanceof Float f) {
            return new PtxArg.F32(f);
        } else if (value instanceof Double d) {
            return new PtxArg.F64(d);
        } else if (value instanceof PtxArg argument) {
            return argument;
        }
        throw new IllegalStateException("no argument can be made of " + value);
    }

    private List<ByteBuffer> contents() {
        return regions.stream().map(Device::bytes).toList();
    }

    /** Returns a new region with room for some bytes, all of them poison. */
    Region room(long bytes) {
        Region region = memory.allocate("buffer " + regions.size(), new Gpu(0), bytes);
        region.fill(POISON);
        regions.add(region);
        return region;
    }

    Region zeros(long bytes) {
        Region region = room(bytes);
        region.fill((byte) 0);
        return region;
    }

    Region ints(int... values) {
        ByteBuffer buffer = buffer((long) Integer.BYTES * values.length);
        buffer.asIntBuffer().put(values);
        return of(buffer);
    }

    Region longs(long... values) {
        ByteBuffer buffer = buffer((long) Long.BYTES * values.length);
        buffer.asLongBuffer().put(values);
        return of(buffer);
    }

    Region shorts(short... values) {
        ByteBuffer buffer = buffer((long) Short.BYTES * values.length);
        buffer.asShortBuffer().put(values);
        return of(buffer);
    }

    Region floats(float... values) {
        ByteBuffer buffer = buffer((long) Float.BYTES * values.length);
        buffer.asFloatBuffer().put(values);
        return of(buffer);
    }

    Region doubles(double... values) {
        ByteBuffer buffer = buffer((long) Double.BYTES * values.length);
        buffer.asDoubleBuffer().put(values);
        return of(buffer);
    }

    Region bytes(byte... values) {
        return of(ByteBuffer.wrap(values));
    }

    private Region of(ByteBuffer contents) {
        Region region = room(contents.remaining());
        region.write(0, contents);
        return region;
    }

    private static ByteBuffer buffer(long bytes) {
        return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer bytes(Region region) {
        ByteBuffer buffer = buffer(region.bytes());
        region.read(0, buffer);
        return buffer.rewind();
    }

    static byte[] bytesOf(Region region) {
        return bytes(region).array();
    }

    static int[] intsOf(Region region) {
        int[] values = new int[(int) (region.bytes() / Integer.BYTES)];
        bytes(region).asIntBuffer().get(values);
        return values;
    }

    static long[] longsOf(Region region) {
        long[] values = new long[(int) (region.bytes() / Long.BYTES)];
        bytes(region).asLongBuffer().get(values);
        return values;
    }

    static short[] shortsOf(Region region) {
        short[] values = new short[(int) (region.bytes() / Short.BYTES)];
        bytes(region).asShortBuffer().get(values);
        return values;
    }

    static float[] floatsOf(Region region) {
        float[] values = new float[(int) (region.bytes() / Float.BYTES)];
        bytes(region).asFloatBuffer().get(values);
        return values;
    }

    static double[] doublesOf(Region region) {
        double[] values = new double[(int) (region.bytes() / Double.BYTES)];
        bytes(region).asDoubleBuffer().get(values);
        return values;
    }
}
