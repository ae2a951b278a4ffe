package dev.diptych.model.placement;

import dev.diptych.model.InputException;
import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.ConfigNode.Mapping;
import dev.diptych.model.config.ConfigNode.Scalar;
import dev.diptych.model.config.ConfigNode.Sequence;
import dev.diptych.model.config.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Files of histograms: {@code {"NAME": {"alpha": A, "num_slot": S, "total": N, "touched": T, "slots": [[SLOT, ENTRIES], ...]}, ...}}.
 * Errors name file and line.
 */
public final class HotnessFile {
    private static final List<String> KEYS = List.of("alpha", "num_slot", "total", "touched", "slots");

    private HotnessFile() {}

    /**
     * Returns the histogram that a text names: {@code FILE} with one histogram, or {@code FILE#NAME}.
     *
     * @throws InputException when there is no such file or histogram, or it contradicts itself
     */
    public static HotnessHistogram read(String fileAndName) {
        int hash = fileAndName.lastIndexOf('#');
        String file = hash < 0 ? fileAndName : fileAndName.substring(0, hash);
        return of(Json.read(Path.of(file)), hash < 0 ? null : fileAndName.substring(hash + 1));
    }

    /** Returns the histogram with a name, or the only one; errors are those of {@link #read}. */
    public static HotnessHistogram of(ConfigNode node, @Nullable String name) {
        if (!(node instanceof Mapping file) || file.entries().isEmpty()) {
            throw new InputException("%s: a mapping of names to histograms is expected".formatted(node.where()));
        }
        String known = String.join(", ", file.entries().keySet());
        if (name == null && file.entries().size() > 1) {
            throw new InputException(
                    "%s: it has several histograms; name one as FILE#NAME: %s".formatted(node.where(), known));
        }
        String chosen = name == null ? file.entries().keySet().iterator().next() : name;
        ConfigNode histogram = file.entries().get(chosen);
        if (histogram == null) {
            throw new InputException(
                    "%s: no histogram is named '%s'; known: %s".formatted(node.where(), chosen, known));
        }
        return histogram(chosen, histogram);
    }

    /** Returns histograms as the text of a file. */
    public static String text(List<HotnessHistogram> histograms) {
        Map<String, Object> file = new LinkedHashMap<>();
        for (HotnessHistogram histogram : histograms) {
            List<List<Number>> slots = new ArrayList<>();
            histogram.slots().forEach((slot, entries) -> slots.add(List.of(slot, entries)));
            Map<String, Object> values = new LinkedHashMap<>();
            values.put(KEYS.get(0), histogram.alpha());
            values.put(KEYS.get(1), histogram.slotCount());
            values.put(KEYS.get(2), histogram.total());
            values.put(KEYS.get(3), histogram.touched());
            values.put(KEYS.get(4), slots);
            file.put(histogram.name(), values);
        }
        return new JsonMapper().writeValueAsString(file);
    }

    private static HotnessHistogram histogram(String name, ConfigNode node) {
        if (!(node instanceof Mapping mapping) || !mapping.entries().keySet().equals(new HashSet<>(KEYS))) {
            throw new InputException("%s: histogram '%s' should have the keys %s and no other"
                    .formatted(node.where(), name, String.join(", ", KEYS)));
        }
        Map<String, ConfigNode> values = mapping.entries();
        try {
            return new HotnessHistogram(
                    name,
                    number(value(values, "alpha")),
                    (int) Math.min(Integer.MAX_VALUE, whole(value(values, "num_slot"))),
                    whole(value(values, "total")),
                    whole(value(values, "touched")),
                    slots(value(values, "slots")));
        } catch (InputException e) {
            String message = e.getMessage();
            // What a line is to blame for names it already.
            throw message != null && message.startsWith("hotness")
                    ? new InputException(node.where() + ": " + message, e)
                    : e;
        }
    }

    private static ConfigNode value(Map<String, ConfigNode> values, String key) {
        ConfigNode value = values.get(key);
        if (value == null) {
            throw new IllegalStateException(key + " was there");
        }
        return value;
    }

    private static SortedMap<Integer, Long> slots(ConfigNode node) {
        if (!(node instanceof Sequence sequence)) {
            throw new InputException("%s: 'slots' should be a list of [slot, entries]".formatted(node.where()));
        }
        SortedMap<Integer, Long> slots = new TreeMap<>();
        for (ConfigNode item : sequence.items()) {
            if (!(item instanceof Sequence pair) || pair.items().size() != 2) {
                throw new InputException("%s: a slot should be [slot, entries]".formatted(item.where()));
            }
            long slot = whole(pair.items().get(0));
            if (slot < 0 || slot > Integer.MAX_VALUE) {
                throw new InputException("%s: slot %d: should be 0 or more".formatted(item.where(), slot));
            }
            if (slots.put((int) slot, whole(pair.items().get(1))) != null) {
                throw new InputException("%s: slot %d stands here a second time".formatted(item.where(), slot));
            }
        }
        return slots;
    }

    private static long whole(ConfigNode node) {
        if (node instanceof Scalar scalar
                && scalar.kind() == Scalar.Kind.INTEGER
                && scalar.text().length() < 19) {
            return Long.parseLong(scalar.text());
        }
        throw new InputException("%s: a whole number of at most 18 digits is expected here".formatted(node.where()));
    }

    private static double number(ConfigNode node) {
        if (node instanceof Scalar scalar
                && (scalar.kind() == Scalar.Kind.INTEGER || scalar.kind() == Scalar.Kind.DECIMAL)) {
            return Double.parseDouble(scalar.text());
        }
        throw new InputException("%s: a number is expected here".formatted(node.where()));
    }
}
