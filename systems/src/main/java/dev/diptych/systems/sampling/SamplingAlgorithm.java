package dev.diptych.systems.sampling;

import dev.diptych.model.plugin.Plugin;
import dev.diptych.systems.sampling.program.ProgramBuilder;

/** A sampling algorithm by name. */
public interface SamplingAlgorithm<S extends Record> extends Plugin<S> {
    /**
     * Writes the algorithm's program.
     *
     * @throws dev.diptych.model.InputException when a setting is out of range, or the graph lacks what the algorithm needs
     */
    void write(ProgramBuilder program, S settings);
}
