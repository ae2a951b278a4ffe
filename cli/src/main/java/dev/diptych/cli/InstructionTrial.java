package dev.diptych.cli;

import dev.diptych.model.InputException;
import dev.diptych.model.run.Backend;
import dev.diptych.sim.ptx.conformance.Conformance;
import dev.diptych.sim.ptx.conformance.Finding;
import dev.diptych.sim.ptx.conformance.Finding.Verdict;
import dev.diptych.sim.ptx.conformance.Group;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The part of {@link SelfTestVerb} that tries every instruction. */
final class InstructionTrial {
    /** Instructions of a class that the summary names; the file has all. */
    private static final int MOST_NAMED = 5;

    private InstructionTrial() {}

    /** Tries every instruction on a machine and prints a summary; returns whether nothing differed that must not, and nothing broke. */
    static boolean run(Supplier<Backend> machines, @Nullable Path details, PrintWriter out) {
        List<Finding> findings = findings(machines);
        for (Group group : Group.values()) {
            List<Finding> own = findings.stream()
                    .filter(finding -> finding.group() == group)
                    .toList();
            summarize(group, own, out);
        }
        if (details != null) {
            write(details, findings);
            out.println("wrote " + details);
        }
        return findings.stream()
                .noneMatch(finding -> finding.verdict() == Verdict.DIFFERENT || finding.verdict() == Verdict.BROKEN);
    }

    /** Writes the PTX that tries every instruction. */
    static void write(Path directory, PrintWriter out) {
        try {
            Files.createDirectories(directory);
            Conformance.ofEveryInstruction().write(directory).forEach(file -> out.println("wrote " + file));
            out.flush();
        } catch (IOException | UncheckedIOException e) {
            throw new InputException("--write-ptx %s: cannot be written: %s".formatted(directory, e.getMessage()), e);
        }
    }

    private static List<Finding> findings(Supplier<Backend> machines) {
        List<Path> files = new ArrayList<>();
        try {
            Path directory = Files.createTempDirectory("diptych-probes");
            try {
                return Conformance.ofEveryInstruction().run(machines, directory);
            } finally {
                try (var children = Files.list(directory)) {
                    children.forEach(files::add);
                }
                files.add(directory);
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void summarize(Group group, List<Finding> findings, PrintWriter out) {
        out.printf(
                "instructions, %s: %d equal, %d near, %d different, %d broken, %d left out%n",
                group.title(),
                count(findings, Verdict.EQUAL),
                count(findings, Verdict.NEAR),
                count(findings, Verdict.DIFFERENT),
                count(findings, Verdict.BROKEN),
                count(findings, Verdict.LEFT_OUT));
        findings.stream()
                .filter(finding -> finding.verdict() == Verdict.DIFFERENT || finding.verdict() == Verdict.BROKEN)
                .limit(MOST_NAMED)
                .forEach(finding -> out.printf(
                        "%-9s %s: %s (%d of %d)%n",
                        finding.verdict(),
                        finding.instruction(),
                        finding.detail(),
                        finding.differing(),
                        finding.compared()));
        findings.stream()
                .filter(finding -> finding.verdict() == Verdict.NEAR)
                .max(Comparator.comparingDouble(Finding::largestShare))
                .ifPresent(finding -> out.printf(
                        "%-9s %s is the farthest off, by %.2f of what the manual allows%n",
                        finding.verdict(), finding.instruction(), finding.largestShare()));
    }

    private static long count(List<Finding> findings, Verdict verdict) {
        return findings.stream().filter(finding -> finding.verdict() == verdict).count();
    }

    private static void write(Path file, List<Finding> findings) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "instruction,class,verdict,compared,differing,differing_nans,largest_ulps,largest_share,detail,differences");
        for (Finding finding : findings) {
            lines.add("%s,%s,%s,%d,%d,%d,%d,%s,\"%s\",\"%s\""
                    .formatted(
                            finding.instruction(),
                            finding.group().title(),
                            finding.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            finding.compared(),
                            finding.differing(),
                            finding.differingNans(),
                            finding.largestUlps(),
                            finding.largestShare(),
                            finding.detail().replace("\"", "\"\""),
                            String.join("; ", finding.differences())));
        }
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new InputException("--details %s: cannot be written: %s".formatted(file, e.getMessage()), e);
        }
    }
}
