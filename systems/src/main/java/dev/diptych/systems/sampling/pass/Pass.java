package dev.diptych.systems.sampling.pass;

import dev.diptych.model.plugin.Plugin;
import dev.diptych.systems.sampling.program.SamplingProgram;

/** A change of a program that leaves every sample as it is, bit for bit. */
public interface Pass extends Plugin<Plugin.None> {
    SamplingProgram apply(SamplingProgram program);

    @Override
    default None defaults() {
        return new None();
    }
}
