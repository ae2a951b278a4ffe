package dev.diptych.sim.ptx.corpus;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diptych.model.InputException;
import dev.diptych.sim.ptx.PtxProgram;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnsupportedTest {
    @ParameterizedTest(name = "{0} line {1}: {2}")
    @CsvSource({"triton_matmul_bfloat.sm90, 313, wgmma.fence.sync.aligned", "pointers, 150, call"})
    void namesWhatItCannotRunWhenTheKernelIsLoaded(String module, int line, String instruction) {
        PtxProgram program = Device.program(module);
        assertThatThrownBy(() -> program.names().forEach(program::kernel))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("%s.ptx:%d: %s", module, line, instruction)
                .hasMessageContaining("not supported");
    }
}
