package dev.diptych.cli;

import dev.diptych.model.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code diptych model}: models that really compute. */
@Command(
        name = "model",
        description = "Compile networks to bundles of kernels, or hold what bundles compute against what they should.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "VERB",
        subcommands = {ModelCompileVerb.class, ModelCheckVerb.class, HelpCommand.class})
final class ModelVerb implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run().
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
        throw new InputException("no verb of model was given; see above");
    }
}
