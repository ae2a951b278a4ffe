package dev.diptych.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.model.InputException;
import dev.diptych.model.run.MachineStuck;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
    private static InputException watchdog() {
        InputException failure = new InputException("kernel a/b has not ended");
        failure.addSuppressed(new MachineStuck("gpu0 is still busy"));
        return failure;
    }

    @Test
    void aMachineThatIsStuckEndsTheProcessWhateverElseWentWrong() {
        assertThat(Main.exitCode(watchdog())).isEqualTo(Main.STUCK);
        assertThat(Main.exitCode(new MachineStuck("gpu0"))).isEqualTo(Main.STUCK);
        assertThat(Main.exitCode(new InputException("no such key"))).isEqualTo(Main.BAD_INPUT);
        assertThat(Main.exitCode(new IllegalStateException("op 3"))).isEqualTo(Main.DEFECT);
    }

    @Test
    void itIsSaidInALineEach() {
        StringWriter said = new StringWriter();
        Main.report("diptych", watchdog(), new PrintWriter(said));
        assertThat(said.toString().lines())
                .containsExactly("diptych: kernel a/b has not ended", "diptych: gpu0 is still busy");
    }
}
