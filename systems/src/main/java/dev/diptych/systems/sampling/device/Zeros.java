package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;
import java.util.ArrayList;
import java.util.List;

/** What is zero when a batch begins: {@code number_zero}, four arrays a launch. */
final class Zeros {
    private static final int PER_LAUNCH = 4;

    private final Memory memory;
    private final List<Buffer> buffers = new ArrayList<>();

    Zeros(Memory memory) {
        this.memory = memory;
    }

    /** Returns room for so many 32-bit numbers. */
    Buffer words(long count) {
        return with(memory.words(count));
    }

    /** Returns room for so many exact sums of two 64-bit words. */
    Buffer sums(long count) {
        return with(memory.longWords(2 * count));
    }

    List<Op> ops() {
        List<Op> ops = new ArrayList<>();
        for (int from = 0; from < buffers.size(); from += PER_LAUNCH) {
            List<Arg> args = new ArrayList<>();
            long most = 0;
            for (int i = from; i < from + PER_LAUNCH; i++) {
                boolean isOne = i < buffers.size();
                long words = isOne ? buffers.get(i).bytes() / Integer.BYTES : 0;
                args.add(isOne ? Memory.address(buffers.get(i)) : new Arg.Null());
                args.add(new Arg.I64(words));
                most = Math.max(most, words);
            }
            ops.add(memory.threads("number", "number_zero", most, args));
        }
        return ops;
    }

    private Buffer with(Buffer buffer) {
        buffers.add(buffer);
        return buffer;
    }
}
