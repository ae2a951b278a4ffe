package dev.diptych.systems.bundle;

import dev.diptych.kernels.KernelCatalog;
import dev.diptych.kernels.KernelEntry.Parameter;
import dev.diptych.kernels.KernelSignature;
import dev.diptych.model.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The PTX files of a bundle: which of them defines a kernel, and what launches of it pass. */
final class BundlePtx {
    private static final Pattern ENTRY = Pattern.compile("\\.entry\\s+([\\w$%]+)");
    private static final Pattern COMMENT = Pattern.compile("//[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern UNSIZED_SHARED =
            Pattern.compile("\\.extern\\s+\\.shared\\s+(?:\\.align\\s+\\d+\\s+)?\\.\\w+\\s+([\\w$%]+)");

    private final Path directory;
    private final KernelCatalog catalog = KernelCatalog.load();
    /** By kernel. */
    private final Map<String, Path> fileOf = new TreeMap<>();

    private final Map<Path, String> texts = new TreeMap<>();

    /**
     * Reads the files.
     *
     * @throws InputException when there are none, or two define one kernel
     */
    BundlePtx(Path directory) {
        this.directory = directory;
        for (Path file : files(directory)) {
            String text = COMMENT.matcher(catalog.ptx(file.toString())).replaceAll(" ");
            texts.put(file, text);
            Matcher entry = ENTRY.matcher(text);
            while (entry.find()) {
                Path other = fileOf.putIfAbsent(entry.group(1), file);
                if (other != null) {
                    throw new InputException(
                            "%s: kernel '%s' is in '%s', too".formatted(file, entry.group(1), other.getFileName()));
                }
            }
        }
        if (texts.isEmpty()) {
            throw new InputException("%s: has no .ptx file that would define its kernels".formatted(directory));
        }
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(child -> child.toString().endsWith(".ptx"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InputException("%s: cannot be read (%s)".formatted(directory, e.getMessage()), e);
        }
    }

    /**
     * Returns the path of the file that defines a kernel, as launches name it.
     *
     * @param where the launch is, for messages
     * @param addresses that the launch passes
     * @throws InputException when no file does, or the kernel takes anything else than so many addresses
     */
    String module(String where, String kernel, int addresses) {
        Path file = fileOf.get(kernel);
        if (file == null) {
            throw new InputException("%s: no .ptx file of '%s' defines kernel '%s'; defined: %s"
                    .formatted(where, directory, kernel, some()));
        }
        KernelSignature signature = catalog.signature(file.toString(), kernel);
        List<Parameter> parameters = signature.parameters();
        for (Parameter parameter : parameters) {
            if (!List.of("u64", "b64", "s64").contains(parameter.type())) {
                throw new InputException("%s: kernel '%s' takes '%s', a .%s; a bundle passes addresses alone"
                        .formatted(where, kernel, parameter.name(), parameter.type()));
            }
        }
        if (parameters.size() != addresses) {
            throw new InputException("%s: kernel '%s' is given %d storages, but takes %d parameters"
                    .formatted(where, kernel, addresses, parameters.size()));
        }
        return file.toString();
    }

    /** Returns whether a kernel has shared memory whose size is the launch's to say. */
    boolean hasUnsizedShared(String kernel) {
        String text = texts.getOrDefault(fileOf.get(kernel), "");
        List<String> unsized = new ArrayList<>();
        Matcher declaration = UNSIZED_SHARED.matcher(text);
        while (declaration.find()) {
            unsized.add(declaration.group(1));
        }
        String body = body(text, kernel);
        return unsized.stream()
                .anyMatch(name -> Pattern.compile("(?<![\\w$%])" + Pattern.quote(name) + "(?![\\w$%])")
                        .matcher(body)
                        .find());
    }

    private static String body(String text, String kernel) {
        Matcher entry = ENTRY.matcher(text);
        int start = text.length();
        while (entry.find()) {
            if (entry.group(1).equals(kernel)) {
                start = entry.end();
            } else if (entry.start() > start) {
                return text.substring(start, entry.start());
            }
        }
        return text.substring(start);
    }

    private String some() {
        int most = 8;
        String first = fileOf.keySet().stream().limit(most).collect(Collectors.joining(", "));
        return fileOf.size() > most ? "%s, and %d more".formatted(first, fileOf.size() - most) : first;
    }
}
