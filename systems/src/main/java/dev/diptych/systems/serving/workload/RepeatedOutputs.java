package dev.diptych.systems.serving.workload;

import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Op;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Results against those that the same operations had with the GPU to themselves, bit for bit. */
final class RepeatedOutputs implements OutputCheck {
    private final int every;
    private final Op readBack;
    private final @Nullable Bytes[] alone;

    RepeatedOutputs(int every, Op readBack, int turns) {
        this.every = every;
        this.readBack = readBack;
        this.alone = new @Nullable Bytes[turns];
    }

    @Override
    public int every() {
        return every;
    }

    @Override
    public Op readBack() {
        return readBack;
    }

    @Override
    public boolean learns() {
        return true;
    }

    @Override
    public void learn(int turn, Bytes results) {
        alone[turn] = results;
    }

    @Override
    public Optional<String> difference(int turn, Bytes results) {
        Bytes expected = alone[turn];
        if (expected == null) {
            throw new IllegalStateException("turn %d has not run alone".formatted(turn));
        }
        if (results.equals(expected)) {
            return Optional.empty();
        }
        int at = results.buffer().mismatch(expected.buffer());
        int number = at / Float.BYTES * Float.BYTES;
        return Optional.of("result %d is %s, but was %s when it ran alone"
                .formatted(
                        at / Float.BYTES,
                        results.buffer().getFloat(number),
                        expected.buffer().getFloat(number)));
    }
}
