package dev.diptych.validation.calibration;

import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.ConfigNode.Mapping;
import dev.diptych.model.config.ConfigNode.Scalar;
import dev.diptych.model.config.ConfigNode.Sequence;
import dev.diptych.model.config.ConfigWriter;
import dev.diptych.validation.accuracy.Comparison;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/** A calibrated platform as a file: every number says which runs it comes from and how well they are met, or that it is the base's. */
public final class CalibratedFile {
    private static final int COMMENT_COLUMN = 42;
    private static final int WIDTH = 150;

    private final String baseName;
    private final Map<List<String>, String> sources = new HashMap<>();
    private final StringBuilder text = new StringBuilder();

    private CalibratedFile(String baseName) {
        this.baseName = baseName;
    }

    /**
     * Returns the file's text, which {@code --platform} takes.
     *
     * @param baseName the preset or file that the calibration began with
     * @param provenance facts about the measured runs, by name
     */
    public static String text(Calibration calibration, String baseName, SortedMap<String, String> provenance) {
        CalibratedFile file = new CalibratedFile(baseName);
        file.head(calibration, provenance);
        for (StageResult stage : calibration.stages()) {
            for (Finding finding : stage.findings()) {
                file.sources.put(
                        calibration.platform().resolve(finding.parameter().path()), source(stage, finding));
            }
        }
        file.block(calibration.platform().node(), new ArrayList<>());
        return file.text.toString();
    }

    private void head(Calibration calibration, SortedMap<String, String> provenance) {
        comment("Calibrated from %s. Written by 'diptych calibrate'; docs/calibration.md says how to read it."
                .formatted(baseName));
        provenance.forEach((fact, value) -> comment(fact + ": " + value));
        comment("Stages, with the runs that they were fitted to; a residual is |simulated - measured| / measured:");
        for (StageResult stage : calibration.stages()) {
            if (stage.after().isEmpty()) {
                comment("- %s: no run was recorded for it"
                        .formatted(stage.stage().name()));
                continue;
            }
            Comparison worst = stage.worst();
            comment("- %s: %s. Mean residual %s (%s in the base), largest %s (%s). Runs: %s"
                    .formatted(
                            stage.stage().name(),
                            stage.stage().determines(),
                            percent(stage.meanResidual()),
                            percent(stage.meanBefore()),
                            percent(Math.abs(worst.relativeError())),
                            worst.run(),
                            String.join(
                                    ", ",
                                    stage.after().stream().map(Comparison::run).toList())));
        }
    }

    private static String source(StageResult stage, Finding finding) {
        if (!finding.verdict().isFitted()) {
            return "%s; stage %s"
                    .formatted(finding.verdict().meaning(), stage.stage().name());
        }
        return "%s: stage %s, %d of %d runs react, mean residual %s, largest %s"
                .formatted(
                        finding.verdict().meaning(),
                        stage.stage().name(),
                        finding.reactingRuns(),
                        stage.after().size(),
                        percent(stage.meanResidual()),
                        percent(Math.abs(stage.worst().relativeError())));
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * fraction);
    }

    /** Writes a comment in lines of bounded width. */
    private void comment(String content) {
        StringBuilder line = new StringBuilder("#");
        for (String word : content.replaceAll("\\s+", " ").split(" ", -1)) {
            if (line.length() + word.length() >= WIDTH) {
                text.append(line).append('\n');
                line = new StringBuilder("#  ");
            }
            line.append(' ').append(word);
        }
        text.append(line).append('\n');
    }

    private void block(Mapping mapping, List<String> path) {
        String indent = "  ".repeat(path.size());
        for (Map.Entry<String, ConfigNode> entry : mapping.entries().entrySet()) {
            path.add(entry.getKey());
            String key = indent + scalar(new Scalar("", entry.getKey(), Scalar.Kind.STRING)) + ":";
            ConfigNode value = entry.getValue();
            if (value instanceof Mapping inner) {
                text.append(key).append('\n');
                block(inner, path);
            } else if (value instanceof Sequence list) {
                text.append(key);
                if (list.items().stream().allMatch(Scalar.class::isInstance)) {
                    text.append(' ').append(flow(list)).append('\n');
                } else {
                    text.append('\n');
                    list.items()
                            .forEach(item -> text.append(indent)
                                    .append("  - ")
                                    .append(flow(item))
                                    .append('\n'));
                }
            } else {
                leaf(key + " " + scalar((Scalar) value), path);
            }
            path.remove(path.size() - 1);
        }
    }

    private void leaf(String line, List<String> path) {
        String comment = "# " + sources.getOrDefault(path, "as in " + baseName);
        // What is the base's name is no comment of the calibrated platform's.
        boolean isTitle = path.equals(List.of("name"));
        text.append(isTitle ? line : padded(line) + comment).append('\n');
    }

    private static String padded(String line) {
        return line + " ".repeat(Math.max(1, COMMENT_COLUMN - line.length()));
    }

    private static String flow(ConfigNode node) {
        if (node instanceof Sequence list) {
            return "["
                    + String.join(
                            ", ",
                            list.items().stream().map(CalibratedFile::flow).toList())
                    + "]";
        }
        if (node instanceof Mapping mapping) {
            List<String> entries = new ArrayList<>();
            mapping.entries().forEach((key, value) -> entries.add(key + ": " + flow(value)));
            return "{" + String.join(", ", entries) + "}";
        }
        return scalar((Scalar) node);
    }

    private static String scalar(Scalar scalar) {
        return ConfigWriter.yaml(scalar).strip();
    }
}
