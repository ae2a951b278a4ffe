package dev.diptych.cli;

import dev.diptych.model.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code diptych ptx}: the PTX of any kernel, looked into or run without a GPU. */
@Command(
        name = "ptx",
        description = "Run any kernel's PTX on the JVM, without a GPU, or look into it.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "VERB",
        subcommands = {
            PtxRunVerb.class,
            PtxListVerb.class,
            PtxAssemblyVerb.class,
            PtxInstrumentVerb.class,
            HelpCommand.class
        })
final class PtxVerb implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run().
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
        throw new InputException("no verb of ptx was given; see above");
    }
}
