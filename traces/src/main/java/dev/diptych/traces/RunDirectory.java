package dev.diptych.traces;

import dev.diptych.model.InputException;
import dev.diptych.model.run.BlockTrace;
import dev.diptych.model.run.RunLog;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * A run as a directory: {@code resolved.yaml}, {@code provenance.json}, {@code log/}, {@code blocks.bin} if blocks were traced, {@code
 * SHA256SUMS} over these, and pages: files made
 * from the run for people (metrics, report, timeline), which may be deleted without loss.
 */
public final class RunDirectory {
    private static final String RESOLVED = "resolved.yaml";
    private static final String PROVENANCE = "provenance.json";
    private static final String LOG = "log";
    private static final TypeReference<TreeMap<String, String>> FACTS = new TypeReference<>() {};
    /** How deep {@link #findAll} looks. */
    private static final int DEEPEST = 32;

    private RunDirectory() {}

    /**
     * Writes a run into a directory, whole or not at all: it is written beside the target and renamed in the end.
     *
     * @param directory absent, empty, or an earlier run, which is replaced with all that lies in it
     * @param pages further text files by name, such as {@code metrics.csv}
     * @throws InputException when the target is something else, or cannot be written
     */
    public static void write(Path directory, Run run, Map<String, String> pages) {
        Path target = directory.toAbsolutePath().normalize();
        Path name = target.getFileName();
        Path parent = target.getParent();
        if (name == null || parent == null) {
            throw new InputException("%s: is no place for a run; name a directory below it".formatted(directory));
        }
        checkPages(pages);
        checkReplaceable(target);
        long writer = ProcessHandle.current().pid();
        Path partial = parent.resolve(".%s.partial-%d".formatted(name, writer));
        Path replaced = parent.resolve(".%s.replaced-%d".formatted(name, writer));
        try {
            Files.createDirectories(parent);
            deleteTree(partial);
            try {
                fill(partial, run, pages);
                swap(partial, target, replaced);
            } finally {
                deleteTree(partial);
            }
            deleteTree(replaced);
        } catch (IOException e) {
            throw new InputException("%s: cannot be written (%s)".formatted(directory, e), e);
        }
    }

    private static void checkPages(Map<String, String> pages) {
        for (String page : pages.keySet()) {
            if (!page.matches("[A-Za-z0-9][A-Za-z0-9._-]*") || contents(true).contains(page) || page.equals(LOG)) {
                throw new IllegalArgumentException("'%s' cannot be the name of a run's page".formatted(page));
            }
        }
    }

    /**
     * Checks that a run could be written into a directory, so that a mistake ends a run before it begins.
     *
     * @throws InputException when the directory holds something that is not a run, or could not be made where it is to lie
     */
    public static void checkReplaceable(Path target) {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            checkPlace(target);
            return;
        }
        if (isRun(target)) {
            return;
        }
        try (Stream<Path> children = Files.list(target)) {
            if (children.findAny().isEmpty()) {
                return;
            }
        } catch (IOException e) {
            throw new InputException("%s: is no directory that a run could replace".formatted(target), e);
        }
        throw new InputException(
                "%s: holds something that is not a run; delete it or name another directory".formatted(target));
    }

    private static void checkPlace(Path target) {
        Path ancestor = target.toAbsolutePath().normalize().getParent();
        while (ancestor != null && !Files.exists(ancestor)) {
            ancestor = ancestor.getParent();
        }
        if (ancestor == null || !Files.isDirectory(ancestor) || !Files.isWritable(ancestor)) {
            throw new InputException("%s: cannot be written, because %s is no directory to write into"
                    .formatted(target, ancestor == null ? "its root" : ancestor));
        }
    }

    private static void fill(Path partial, Run run, Map<String, String> pages) throws IOException {
        Files.createDirectories(partial.resolve(LOG));
        Files.writeString(partial.resolve(RESOLVED), run.resolvedYaml());
        Files.writeString(partial.resolve(PROVENANCE), Json.text(run.provenance()));
        LogFiles.write(partial.resolve(LOG), run.log());
        if (run.blocks().isPresent()) {
            BlockFile.write(partial.resolve(BlockFile.NAME), run.blocks().get());
        }
        Checksums.write(partial, contents(run.blocks().isPresent()));
        for (Map.Entry<String, String> page : new TreeMap<>(pages).entrySet()) {
            Files.writeString(partial.resolve(page.getKey()), page.getValue());
        }
    }

    /** Puts the new run in the target's place; when that fails, what was there before is there again. */
    private static void swap(Path partial, Path target, Path replaced) throws IOException {
        boolean occupied = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
        if (occupied) {
            deleteTree(replaced);
            Files.move(target, replaced);
        }
        try {
            Files.move(partial, target);
        } catch (IOException e) {
            if (occupied) {
                Files.move(replaced, target);
            }
            throw e;
        }
    }

    /**
     * Returns the run in a directory.
     *
     * @throws InputException when there is none, or a part of it is missing, damaged or contradicts another: the message names the file
     */
    public static Run read(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new InputException("%s: there is no such run directory".formatted(directory));
        }
        if (!isRun(directory)) {
            throw new InputException(
                    "%s: is not a run directory; it lacks %s or %s/".formatted(directory, Checksums.FILE, LOG));
        }
        try {
            boolean hasBlocks = Files.exists(directory.resolve(BlockFile.NAME));
            Checksums.check(directory, contents(hasBlocks));
            SortedMap<String, String> provenance = Json.read(directory.resolve(PROVENANCE), FACTS);
            if (provenance.containsValue(null)) {
                throw new InputException("%s: a fact is null".formatted(directory.resolve(PROVENANCE)));
            }
            Optional<BlockTrace> blocks =
                    hasBlocks ? Optional.of(BlockFile.read(directory.resolve(BlockFile.NAME))) : Optional.empty();
            RunLog log = LogFiles.read(directory.resolve(LOG));
            return new Run(resolved(directory.resolve(RESOLVED)), provenance, log, blocks);
        } catch (IOException e) {
            throw new InputException("%s: cannot be read (%s)".formatted(directory, e), e);
        }
    }

    private static String resolved(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new InputException("%s: is not UTF-8 text".formatted(file), e);
        }
    }

    /** Returns whether a directory claims to hold a run; {@link #read} says whether that is true. */
    public static boolean isRun(Path directory) {
        return Files.isRegularFile(directory.resolve(Checksums.FILE)) && Files.isDirectory(directory.resolve(LOG));
    }

    /**
     * Returns the run directories at and below a path, depth first, in the order of their names. Hidden directories and links are not
     * followed.
     *
     * @throws InputException when the path is no directory or cannot be searched
     */
    public static List<Path> findAll(Path root) {
        if (!Files.isDirectory(root)) {
            throw new InputException("%s: there is no such directory".formatted(root));
        }
        List<Path> found = new ArrayList<>();
        try {
            collect(root, 0, found);
        } catch (IOException e) {
            throw new InputException("%s: cannot be searched for runs (%s)".formatted(root, e), e);
        }
        return List.copyOf(found);
    }

    private static void collect(Path directory, int depth, List<Path> found) throws IOException {
        if (isRun(directory)) {
            found.add(directory);
            return;
        }
        if (depth == DEEPEST) {
            throw new InputException("%s: lies more than %d directories deep".formatted(directory, DEEPEST));
        }
        List<Path> children;
        try (Stream<Path> listed = Files.list(directory)) {
            // By text, because the order of paths themselves differs between systems.
            children = listed.filter(child -> Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS))
                    .filter(child -> !name(child).startsWith("."))
                    .sorted(Comparator.comparing(RunDirectory::name))
                    .toList();
        }
        for (Path child : children) {
            collect(child, depth + 1, found);
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static List<String> contents(boolean hasBlocks) {
        List<String> files = new ArrayList<>(List.of(RESOLVED, PROVENANCE));
        LogFiles.names().forEach(file -> files.add(LOG + "/" + file));
        if (hasBlocks) {
            files.add(BlockFile.NAME);
        }
        return files;
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
