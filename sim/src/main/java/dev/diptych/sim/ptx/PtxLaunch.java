package dev.diptych.sim.ptx;

import dev.diptych.model.InputException;
import dev.diptych.model.hw.SmSpec;
import dev.diptych.model.op.Dim;
import dev.diptych.sim.ptx.syntax.Variable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A kernel with its arguments and the shape of its grid. */
public record PtxLaunch(PtxKernel kernel, Dim grid, Dim block, int dynamicSharedBytes, List<PtxArg> args) {
    public PtxLaunch {
        args = List.copyOf(args);
    }

    /**
     * Checks that the launch fits the kernel.
     *
     * @throws InputException when it has other parameters, or does not allow such blocks
     */
    public void check() {
        long threads = block.count();
        int most =
                kernel.maxThreads() == 0 ? SmSpec.BLOCK_THREADS : Math.min(SmSpec.BLOCK_THREADS, kernel.maxThreads());
        if (threads > most) {
            throw refused("a block has at most %d threads, but is asked for %d".formatted(most, threads));
        }
        if (dynamicSharedBytes < 0) {
            throw refused("%d bytes of dynamic shared memory were asked for".formatted(dynamicSharedBytes));
        }
        if (args.size() != kernel.parameters().size()) {
            throw refused("it takes %d arguments, but has %d"
                    .formatted(kernel.parameters().size(), args.size()));
        }
        for (int i = 0; i < args.size(); i++) {
            Variable parameter = kernel.parameters().get(i);
            int bytes = bytes(args.get(i)).remaining();
            if (bytes != parameter.bytes()) {
                throw refused("argument %d (%s) has %d bytes, but the parameter has %d"
                        .formatted(i, parameter.name(), bytes, parameter.bytes()));
            }
        }
    }

    private InputException refused(String why) {
        return new InputException("launch of %s: %s".formatted(kernel.name(), why));
    }

    /** Returns the parameter block of a checked launch. */
    byte[] parameters(int bytes) {
        check();
        ByteBuffer parameters = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int offset = 0;
        for (int i = 0; i < args.size(); i++) {
            int alignment = kernel.parameters().get(i).alignment();
            offset = (offset + alignment - 1) / alignment * alignment;
            ByteBuffer value = bytes(args.get(i));
            parameters.put(offset, value, value.position(), value.remaining());
            offset += value.remaining();
        }
        return parameters.array();
    }

    private static ByteBuffer bytes(PtxArg arg) {
        ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (arg instanceof PtxArg.I32 value) {
            return buffer.putInt(value.value()).flip();
        }
        if (arg instanceof PtxArg.I64 value) {
            return buffer.putLong(value.value()).flip();
        }
        if (arg instanceof PtxArg.F32 value) {
            return buffer.putFloat(value.value()).flip();
        }
        if (arg instanceof PtxArg.F64 value) {
            return buffer.putDouble(value.value()).flip();
        }
        return ((PtxArg.Raw) arg).bytes().buffer();
    }
}
