package dev.diptych.sim.ptx.exec;

import dev.diptych.model.InputException;
import java.io.Serial;

/** Blocks that go round in circles without end: they wait for what no block of those that run is going to do. */
public final class EndlessWait extends InputException {
    @Serial
    private static final long serialVersionUID = 1L;

    EndlessWait(String kernel, int blocks) {
        super("kernel %s: %d blocks wait without end, in a loop that nothing ends".formatted(kernel, blocks));
    }
}
