package dev.diptych.traces;

import dev.diptych.model.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/**
 * Files of a project that are not to change, by their SHA-256, as a text that {@code sha256sum -c} checks too: what a model was held
 * against has to be what was chosen before the model was made. It shows changes; who may make them, it cannot decide.
 *
 * <p>Files are chosen by globs relative to the project's root, with {@code /} between folders, as {@link
 * java.nio.file.FileSystem#getPathMatcher} has them. Names hold no white space.
 */
public final class Lock {
    private static final String COMMENT = "#";
    /** How many files the text of a verdict names; its lists hold all. */
    private static final int MOST_SHOWN = 4;

    private final Path root;
    private final Path list;
    private final SortedMap<String, String> hashes;
    private final List<String> comments;

    /**
     * What became of files that are to be locked.
     *
     * @param files how many are listed
     * @param missing what is not listed yet: files that a glob matches, and globs that match none
     * @param changed one text a listed file that is not as it was
     */
    public record Verdict(int files, List<String> missing, List<String> changed) {
        public Verdict {
            missing = List.copyOf(missing);
            changed = List.copyOf(changed);
        }

        /** Returns whether nothing that is listed has changed; more may have to be listed. */
        public boolean isKept() {
            return changed.isEmpty();
        }

        /** Returns whether everything is listed and as it was. */
        public boolean isUnchanged() {
            return files > 0 && missing.isEmpty() && changed.isEmpty();
        }

        @Override
        public String toString() {
            if (!changed.isEmpty()) {
                return "not as it was locked: " + first(changed);
            }
            return missing.isEmpty() ? "locked, unchanged: %d files".formatted(files) : "not locked: " + first(missing);
        }

        private static String first(List<String> texts) {
            List<String> shown = texts.subList(0, Math.min(MOST_SHOWN, texts.size()));
            int more = texts.size() - shown.size();
            return String.join("; ", shown) + (more == 0 ? "" : "; and %d more".formatted(more));
        }
    }

    private Lock(Path root, Path list, SortedMap<String, String> hashes, List<String> comments) {
        this.root = root;
        this.list = list;
        this.hashes = hashes;
        this.comments = comments;
    }

    /**
     * Reads a list; a list that does not exist is empty.
     *
     * @param root the project's, which names in the list are relative to
     * @throws InputException when it cannot be read, or has a line that is none
     */
    public static Lock read(Path root, Path list) {
        SortedMap<String, String> hashes = new TreeMap<>();
        List<String> comments = new ArrayList<>();
        for (String line : lines(list)) {
            Matcher matcher = Sha256.LINE.matcher(line);
            if (line.startsWith(COMMENT)) {
                comments.add(line);
            } else if (!matcher.matches()) {
                throw new InputException(
                        "%s: '%s' is no SHA-256 and a file's name".formatted(list, line.replaceAll("[^ -~]", "?")));
            } else if (hashes.put(matcher.group(2), matcher.group(1)) != null) {
                throw new InputException("%s: lists %s twice".formatted(list, matcher.group(2)));
            }
        }
        return new Lock(root, list, hashes, comments);
    }

    private static List<String> lines(Path list) {
        if (!Files.exists(list)) {
            return List.of();
        }
        try {
            // Bytes that are no text become characters that match nothing, rather than a decoder's complaint.
            return new String(Files.readAllBytes(list), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new InputException("%s: cannot be read (%s)".formatted(list, e), e);
        }
    }

    /** Holds the files that globs match, and those that are listed and match, against the list. */
    public Verdict check(List<String> globs) {
        List<String> missing = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        for (String glob : globs) {
            if (files(List.of(glob)).isEmpty()) {
                missing.add("nothing is " + glob);
            }
        }
        int listed = 0;
        for (String file : files(globs)) {
            String hash = hashes.get(file);
            if (hash == null) {
                missing.add(file);
                continue;
            }
            listed++;
            if (!Files.isRegularFile(root.resolve(file))) {
                changed.add(file + " is gone");
            } else if (!hash.equals(hash(file))) {
                changed.add(file + " has changed");
            }
        }
        return new Verdict(listed, missing, changed);
    }

    /** Returns whether the list holds a file with such an end of its name, from a folder's name on. */
    public boolean lists(String end) {
        return hashes.keySet().stream().anyMatch(file -> ("/" + file).endsWith("/" + end));
    }

    /**
     * Writes the files that globs match into the list. New ones need no reason.
     *
     * @param because why listed files have changed or gone, on one line; it stays in the list as a comment. Empty when none has
     * @return the names of the files that were listed otherwise before, in order
     * @throws InputException when a listed file has changed or gone and no reason is given
     */
    public List<String> write(List<String> globs, String because) {
        SortedMap<String, String> now = new TreeMap<>(hashes);
        List<String> changed = new ArrayList<>();
        for (String file : files(globs)) {
            boolean there = Files.isRegularFile(root.resolve(file));
            String before = there ? now.put(file, hash(file)) : now.remove(file);
            if (before != null && !before.equals(now.get(file))) {
                changed.add(file);
            }
        }
        if (!changed.isEmpty() && because.isBlank()) {
            throw new InputException("%s: these are locked and have changed or gone: %s; say why if they have to"
                    .formatted(list, String.join(", ", changed)));
        }
        StringBuilder text = new StringBuilder();
        comments.forEach(comment -> text.append(comment).append('\n'));
        if (!changed.isEmpty()) {
            text.append("%s %s: %s\n".formatted(COMMENT, String.join(", ", changed), because.replaceAll("\\s+", " ")));
        }
        now.forEach((file, hash) -> text.append(Sha256.line(hash, file)));
        try {
            Files.writeString(list, text);
        } catch (IOException e) {
            throw new InputException("%s: cannot be written (%s)".formatted(list, e), e);
        }
        return List.copyOf(changed);
    }

    /** Returns the names of what globs match, on disk or in the list, in order. */
    private List<String> files(List<String> globs) {
        Set<String> files = new TreeSet<>();
        for (String glob : globs) {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
            hashes.keySet().stream()
                    .filter(file -> matcher.matches(Path.of(file)))
                    .forEach(files::add);
            Path top = root.resolve(plainFolders(glob));
            if (Files.exists(top)) {
                try (Stream<Path> below = Files.walk(top)) {
                    below.filter(Files::isRegularFile)
                            .map(root::relativize)
                            .filter(matcher::matches)
                            .map(file -> file.toString().replace('\\', '/'))
                            .forEach(files::add);
                } catch (IOException e) {
                    throw new InputException("%s: cannot be searched (%s)".formatted(top, e), e);
                }
            }
        }
        return List.copyOf(files);
    }

    /** Returns the folders at the begin of a glob that it names plainly, so that no more than needed is searched. */
    private static String plainFolders(String glob) {
        List<String> plain = new ArrayList<>();
        for (String part : glob.split("/", -1)) {
            if (part.matches(".*[*?\\[{\\\\].*")) {
                break;
            }
            plain.add(part);
        }
        return String.join("/", plain);
    }

    private String hash(String file) {
        try {
            return Sha256.of(root.resolve(file));
        } catch (IOException e) {
            throw new InputException("%s: cannot be read (%s)".formatted(root.resolve(file), e), e);
        }
    }
}
