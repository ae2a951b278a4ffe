package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.sim.ptx.PtxKernel;
import dev.diptych.sim.ptx.PtxProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The program in a PTX file. */
final class PtxFile {
    private PtxFile() {}

    static PtxProgram read(Path file) {
        return PtxProgram.of(file.toString(), text(file));
    }

    static String text(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException("%s: there is no such file".formatted(file));
        }
        try {
            // Only comments and names of source files hold other than ASCII, and what they hold changes nothing.
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InputException("%s: cannot be read (%s)".formatted(file, e.getMessage()), e);
        }
    }

    /** Returns the kernel of a name, or the only one when no name is given. */
    static PtxKernel kernel(PtxProgram program, Path file, @Nullable String name) {
        if (name != null) {
            return program.kernel(name);
        }
        List<String> names = program.names();
        if (names.isEmpty()) {
            throw new InputException("%s: has no kernel (.entry)".formatted(file));
        }
        if (names.size() > 1) {
            throw new InputException("%s: has %d kernels; choose one with --kernel: %s"
                    .formatted(file, names.size(), String.join(", ", names)));
        }
        return program.kernel(names.get(0));
    }
}
