package dev.diptych.validation.calibration;

import dev.diptych.model.hw.Platform;
import dev.diptych.validation.accuracy.Comparison;

/** A run that was measured, and can be simulated. Safe for use by several threads. */
public interface Twin {
    /** Returns the run's name. */
    String name();

    /**
     * Returns the run's headline as it was measured and as it is simulated on a platform: a pure function of the platform.
     *
     * @throws dev.diptych.model.InputException when the platform cannot carry it out
     */
    Comparison on(Platform platform);
}
