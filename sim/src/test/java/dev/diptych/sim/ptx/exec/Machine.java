package dev.diptych.sim.ptx.exec;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.Counts;
import dev.diptych.sim.ptx.PtxArg;
import dev.diptych.sim.ptx.PtxExecutor;
import dev.diptych.sim.ptx.PtxLaunch;
import dev.diptych.sim.ptx.PtxOptions;
import dev.diptych.sim.ptx.PtxProgram;
import dev.diptych.sim.ptx.memory.GlobalMemory;
import dev.diptych.sim.ptx.memory.Region;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** One warp that runs a kernel whose parameters are pointers to four buffers, the last of which it writes. */
public final class Machine {
    public static final String HEAD = """
            .version 8.7
            .target sm_90
            .address_size 64
            .visible .entry k(.param .u64 pa, .param .u64 pb, .param .u64 pc, .param .u64 pd)
            {
            .reg .b32 %r<64>;
            .reg .f32 %f<32>;
            .reg .b64 %rd<64>;
            .reg .f64 %fd<32>;
            .reg .pred %p<4>;
            mov.u32 %r0, %laneid;
            ld.param.u64 %rd1, [pa];
            ld.param.u64 %rd2, [pb];
            ld.param.u64 %rd3, [pc];
            ld.param.u64 %rd4, [pd];
            """;

    private final GlobalMemory memory = new GlobalMemory();
    private final List<PtxArg> arguments = new ArrayList<>();
    private final int resultBytes;
    private final Region result;
    private Counts counts;

    public Machine(String body, int resultBytes, byte[]... inputs) {
        this(PtxOptions.DEFAULT.checked(), 32, body, resultBytes, inputs);
    }

    public Machine(PtxOptions options, int threads, String body, int resultBytes, byte[]... inputs) {
        this.resultBytes = resultBytes;
        for (int i = 0; i < 3; i++) {
            byte[] contents = i < inputs.length ? inputs[i] : new byte[32];
            Region region = memory.allocate("input " + i, new Gpu(0), Math.max(32, contents.length));
            region.write(0, ByteBuffer.wrap(contents));
            arguments.add(new PtxArg.I64(region.address()));
        }
        result = memory.allocate("result", new Gpu(0), resultBytes);
        arguments.add(new PtxArg.I64(result.address()));
        PtxProgram program = PtxProgram.of("matrix.ptx", HEAD + body + "ret;\n}\n");
        counts = PtxExecutor.run(
                        new PtxLaunch(program.kernel("k"), Dim.of(1), Dim.of(threads), 0, arguments), memory, options)
                .counts();
    }

    public ByteBuffer result() {
        ByteBuffer buffer = ByteBuffer.allocate(resultBytes).order(ByteOrder.LITTLE_ENDIAN);
        result.read(0, buffer);
        return buffer.rewind();
    }

    public Counts counts() {
        return counts;
    }

    /** Returns instructions that load a lane's registers, which lie one after the other. */
    public static String load(String pointer, List<String> registers, boolean isWide) {
        return move("ld", pointer, registers, isWide);
    }

    public static String store(String pointer, List<String> registers, boolean isWide) {
        return move("st", pointer, registers, isWide);
    }

    private static String move(String opcode, String pointer, List<String> registers, boolean isWide) {
        int bytes = isWide ? 8 : 4;
        StringBuilder text = new StringBuilder();
        text.append("mad.wide.u32 %%rd10, %%r0, %d, %s;\n".formatted(registers.size() * bytes, pointer));
        for (int i = 0; i < registers.size(); i++) {
            String place = "[%%rd10+%d]".formatted(i * bytes);
            String name = opcode + ".global.b" + bytes * 8 + " ";
            text.append(name)
                    .append(opcode.equals("ld") ? registers.get(i) + ", " + place : place + ", " + registers.get(i))
                    .append(";\n");
        }
        return text.toString();
    }

    /** Returns the names of registers from one on. */
    public static List<String> names(String prefix, int first, int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(prefix + (first + i));
        }
        return names;
    }

    public static String braces(List<String> registers) {
        return "{" + String.join(", ", registers) + "}";
    }
}
