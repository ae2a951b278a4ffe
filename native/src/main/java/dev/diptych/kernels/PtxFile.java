package dev.diptych.kernels;

import dev.diptych.kernels.KernelEntry.Parameter;
import dev.diptych.model.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A PTX file that is none of the project's: its text, and what the heads of its kernels say. Nothing else of it is looked at. */
final class PtxFile {
    /** PTX ISA 9.0, section "Kernel and Function Directives": the parameters may be absent, with or without parentheses. */
    private static final Pattern ENTRY = Pattern.compile("\\.entry\\s+([\\w$%]+)\\s*(?:\\(([^)]*)\\))?");

    private static final Pattern COMMENT = Pattern.compile("//[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

    private static final Pattern PARAMETER = Pattern.compile(
            "\\.param\\s+(?:\\.align\\s+\\d+\\s+)?\\.(\\w+)\\s+"
                    + "(\\.ptr(?:\\s+\\.(?:global|shared|const|local))?(?:\\s+\\.align\\s+\\d+)?\\s+)?([\\w$%]+)\\s*(\\[\\d+\\])?");

    private PtxFile() {}

    /** Returns whether a module's name is the path of a file. */
    static boolean isNamedBy(String module) {
        return module.endsWith(".ptx");
    }

    /**
     * Returns a file's text.
     *
     * @throws InputException when it is not there or cannot be read
     */
    static String text(String path) {
        try {
            return Files.readString(Path.of(path), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new InputException("there is no PTX file '%s'".formatted(path), e);
        } catch (IOException | InvalidPathException e) {
            throw new InputException("PTX file '%s' cannot be read: %s".formatted(path, e), e);
        }
    }

    /**
     * Returns what launches of a text's kernels pass.
     *
     * @throws InputException when a parameter is not as PTX has it
     */
    static Map<String, KernelSignature> signatures(String path, String text) {
        Map<String, KernelSignature> signatures = new LinkedHashMap<>();
        Matcher entry = ENTRY.matcher(COMMENT.matcher(text).replaceAll(" "));
        while (entry.find()) {
            String name = entry.group(1);
            String parameters = entry.group(2) == null ? "" : entry.group(2).strip();
            signatures.put(name, new KernelSignature(path, name, parameters(path, name, parameters), false));
        }
        return signatures;
    }

    private static List<Parameter> parameters(String path, String entry, String text) {
        List<Parameter> parameters = new ArrayList<>();
        if (text.isEmpty()) {
            return parameters;
        }
        for (String declaration : text.split(",", -1)) {
            Matcher parameter = PARAMETER.matcher(declaration.strip());
            if (!parameter.matches()) {
                throw new InputException("%s: kernel '%s' has a parameter '%s', which is not one of PTX"
                        .formatted(path, entry, declaration.strip()));
            }
            String array = parameter.group(4) == null ? "" : parameter.group(4);
            parameters.add(new Parameter(parameter.group(3), parameter.group(1) + array, parameter.group(2) != null));
        }
        return parameters;
    }
}
