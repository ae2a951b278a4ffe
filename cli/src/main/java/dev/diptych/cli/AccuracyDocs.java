package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.validation.accuracy.RunSet;
import dev.diptych.validation.report.AccuracyPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The documentation's page on accuracy, {@code NAME.md}, with its figure {@code figures/NAME.svg} beside it. */
record AccuracyDocs(Path page) {
    AccuracyDocs {
        if (!page.toString().endsWith(".md")) {
            throw new InputException(
                    "%s: the page on accuracy is Markdown; name a file that ends in .md".formatted(page));
        }
    }

    private Map<Path, String> files(List<RunSet> sets) {
        String name = String.valueOf(page.getFileName()).replaceAll("\\.md$", "");
        String figure = "figures/" + name + ".svg";
        Map<Path, String> files = new LinkedHashMap<>();
        files.put(page, AccuracyPage.markdown(sets, figure));
        files.put(page.resolveSibling(figure), AccuracyPage.figure(sets));
        return files;
    }

    /** Writes both files. */
    void write(List<RunSet> sets) {
        files(sets).forEach(AccuracyDocs::write);
    }

    /** Returns which of the files are not what {@link #write} would write. */
    List<Path> stale(List<RunSet> sets) {
        return files(sets).entrySet().stream()
                .filter(file -> !file.getValue().equals(text(file.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns the runs of which the page says something else, or nothing, when sets have only a part of its runs. */
    List<String> staleRuns(List<RunSet> part) {
        return AccuracyPage.stale(text(page), part);
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new InputException("%s: cannot be read (%s)".formatted(file, e), e);
        }
    }

    /** Writes a file, and the folder that it is to lie in. */
    static void write(Path file, String text) {
        try {
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new InputException("%s: cannot be written (%s)".formatted(file, e), e);
        }
    }
}
