package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.model.run.MachineStuck;
import dev.diptych.real.ProcessEnd;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * The program {@code diptych}. Exit codes: 0 good, 1 a failed gate or a difference, 2 bad input, 3 a defect or a failing machine, 4 a
 * machine that is stuck.
 */
@Command(
        name = "diptych",
        description = "GPU systems on two panels: a discrete-event simulator and real NVIDIA GPUs.",
        mixinStandardHelpOptions = true,
        versionProvider = Provenance.Version.class,
        synopsisSubcommandLabel = "VERB",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:good",
            "1:a failed gate, check or replay",
            "2:bad input: one line says what, where and what to do",
            "3:a defect, or a GPU that failed",
            "4:a kernel that does not end, which holds its GPU as long as this process lives"
        },
        subcommands = {
            RunVerb.class,
            ServeVerb.class,
            RequestVerb.class,
            ValidateVerb.class,
            CalibrateVerb.class,
            CompareVerb.class,
            ReplayVerb.class,
            PlaceVerb.class,
            SampleVerb.class,
            PtxVerb.class,
            ModelVerb.class,
            ListVerb.class,
            InfoVerb.class,
            SelfTestVerb.class,
            HelpCommand.class,
            GenerateCompletion.class
        })
public final class Main implements Runnable {
    static final int GOOD = 0;
    static final int FAILED = 1;
    static final int BAD_INPUT = 2;
    static final int DEFECT = 3;
    static final int STUCK = 4;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run().
    private CommandSpec spec;

    private Main() {}

    /** Runs the verb that {@code args} name and ends the JVM with its exit code. */
    public static void main(String[] args) {
        int exitCode = execute(args);
        if (exitCode == STUCK) {
            System.out.flush();
            System.err.flush();
            ProcessEnd.at(exitCode);
        }
        System.exit(exitCode);
    }

    /** Runs the verb that {@code args} name and returns its exit code. */
    static int execute(String... args) {
        return execute(commandLine(), args);
    }

    /** Does the same with other places for what the verb says. */
    static int execute(PrintWriter out, PrintWriter err, String... args) {
        return execute(commandLine().setOut(out).setErr(err), args);
    }

    private static CommandLine commandLine() {
        // Numbers in files are read by programs, whatever language their author speaks.
        Locale.setDefault(Locale.ROOT);
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::misused)
                .setExecutionExceptionHandler(Main::failed);
    }

    private static int execute(CommandLine commandLine, String... args) {
        try {
            return commandLine.execute(args);
        } catch (OutOfMemoryError e) {
            // An experiment that is too large for this JVM is the user's to make smaller, and nothing of it was
            // written.
            PrintWriter err = commandLine.getErr();
            err.printf(
                    "diptych: %d MiB of memory are too little for this; ask for less, or give the JVM more (-Xmx)%n",
                    Runtime.getRuntime().maxMemory() >> 20);
            err.flush();
            return BAD_INPUT;
        }
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
        throw new InputException("no verb was given; see above");
    }

    private static int misused(ParameterException e, String[] args) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println("diptych: " + e.getMessage() + " (see "
                + e.getCommandLine().getCommandSpec().qualifiedName() + " --help)");
        return BAD_INPUT;
    }

    private static int failed(Exception e, CommandLine commandLine, ParseResult parsed) {
        report("diptych", e, commandLine.getErr());
        return exitCode(e);
    }

    static int exitCode(Exception e) {
        if (MachineStuck.isCauseOf(e)) {
            return STUCK;
        }
        return e instanceof InputException ? BAD_INPUT : DEFECT;
    }

    /** Says what went wrong with one of several things: in a line, or with a stack trace where nobody foresaw it. */
    static void report(String what, Exception e, PrintWriter err) {
        if (e instanceof InputException || e instanceof MachineStuck) {
            err.println(what + ": " + e.getMessage());
            for (Throwable suppressed : e.getSuppressed()) {
                if (suppressed instanceof MachineStuck) {
                    err.println(what + ": " + suppressed.getMessage());
                }
            }
        } else {
            err.println(what + ": this should not happen, please report it:");
            e.printStackTrace(err);
        }
        err.flush();
    }
}
