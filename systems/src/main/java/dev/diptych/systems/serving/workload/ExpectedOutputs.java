package dev.diptych.systems.serving.workload;

import dev.diptych.model.op.Bytes;
import dev.diptych.model.op.Op;
import dev.diptych.systems.bundle.Expected;
import java.util.List;
import java.util.Optional;

/**
 * Results against what is known of the images.
 *
 * @param lots which images are taken in each turn
 */
record ExpectedOutputs(int every, Op readBack, Expected expected, List<List<Integer>> lots) implements OutputCheck {
    ExpectedOutputs {
        lots = lots.stream().map(List::copyOf).toList();
    }

    @Override
    public boolean learns() {
        return false;
    }

    @Override
    public void learn(int turn, Bytes results) {
        throw new IllegalStateException("results of turn %d are known".formatted(turn));
    }

    @Override
    public Optional<String> difference(int turn, Bytes results) {
        return expected.difference(lots.get(turn), results);
    }
}
