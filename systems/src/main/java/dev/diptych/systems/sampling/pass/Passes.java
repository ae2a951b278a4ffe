package dev.diptych.systems.sampling.pass;

import dev.diptych.model.plugin.Plugins;
import dev.diptych.systems.sampling.program.SamplingProgram;
import java.util.List;

/** All passes, one after the other. */
public final class Passes {
    private Passes() {}

    /**
     * Returns a program after all passes but some, in the order of their names.
     *
     * @param without names of those that are left out
     * @throws dev.diptych.model.InputException when there is no pass of such a name
     */
    public static SamplingProgram apply(SamplingProgram program, List<String> without) {
        without.forEach(name -> Plugins.find(Pass.class, "pass", name));
        SamplingProgram now = program;
        for (Pass pass : Plugins.all(Pass.class)) {
            if (!without.contains(pass.name())) {
                now = pass.apply(now);
            }
        }
        return now;
    }
}
