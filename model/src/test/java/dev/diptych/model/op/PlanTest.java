package dev.diptych.model.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.HostMemory;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Buffer BUFFER = new Buffer(0, new Gpu(0), 16);
    private static final Op OP = new ReadBack(BUFFER.all());

    @Test
    void refusesAStepThatComesAfterALaterOne() {
        assertThatThrownBy(() -> new Plan("p", List.of(new Step(OP, List.of(1)), new Step(OP, List.of()))))
                .hasMessage("plan 'p': step 0 comes after step 1, which does not stand before it");
    }

    @Test
    void chainsEachStepToTheOneBefore() {
        assertThat(Plan.chain("p", List.of(OP, OP, OP)).steps().stream().map(Step::after))
                .containsExactly(List.of(), List.of(0), List.of(1));
    }

    @Test
    void refusesASliceThatLeavesItsBuffer() {
        assertThatThrownBy(() -> BUFFER.slice(8, 9)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BUFFER.slice(Long.MAX_VALUE, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(BUFFER.slice(16, 0).bytes()).isZero();
    }

    @Test
    void refusesACopyOfUnequalSizes() {
        Buffer host = new Buffer(1, HostMemory.HOST, 8);
        assertThatThrownBy(() -> new Copy(host.all(), BUFFER.all())).hasMessage("copy of 8 bytes into 16 bytes");
    }
}
