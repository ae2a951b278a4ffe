package dev.diptych.model.placement;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Binder;
import dev.diptych.model.config.ConfigNode;
import dev.diptych.model.config.Json;
import dev.diptych.model.hw.Gpu;
import dev.diptych.model.hw.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Placements as files: {@code {"gpus": G, "classes": [{"level": L, "entries": N, "storedBy": ["gpu0", ...], "sources": ["gpu0", "host",
 * ...]}, ...]}}, a class's sources in the order of the GPUs that read.
 */
public final class PlacementFile {
    private record Content(int gpus, List<ClassContent> classes) {}

    private record ClassContent(int level, long entries, List<Place> storedBy, List<Place> sources) {}

    private PlacementFile() {}

    /**
     * Reads a file; errors name file and line.
     *
     * @throws InputException when it is missing or no placement
     */
    public static Placement read(Path file) {
        return of(Json.read(file));
    }

    /** Returns the placement that a file's contents describe; errors are those of {@link #read}. */
    static Placement of(ConfigNode node) {
        Content content = Binder.bind(node, Content.class);
        try {
            List<Placement.EntryClass> classes = new ArrayList<>();
            for (ClassContent one : content.classes) {
                classes.add(new Placement.EntryClass(one.level, one.entries, bits(one.storedBy), one.sources));
            }
            return new Placement(content.gpus, classes);
        } catch (IllegalArgumentException e) {
            throw new InputException(node.where() + ": " + e.getMessage(), e);
        }
    }

    /** Returns a placement as the text of a file, a class a line. */
    public static String text(Placement placement) {
        JsonMapper mapper = new JsonMapper();
        StringBuilder text = new StringBuilder("{\"gpus\":" + placement.gpus() + ",\"classes\":[");
        String separator = "\n";
        for (Placement.EntryClass one : placement.classes()) {
            Map<String, Object> content = new LinkedHashMap<>();
            content.put("level", one.level());
            content.put("entries", one.entries());
            List<String> stored = new ArrayList<>();
            for (int gpu = 0; gpu < placement.gpus(); gpu++) {
                if (one.isStoredBy(gpu)) {
                    stored.add(new Gpu(gpu).toString());
                }
            }
            content.put("storedBy", stored);
            content.put("sources", one.sources().stream().map(Place::toString).toList());
            text.append(separator).append(mapper.writeValueAsString(content));
            separator = ",\n";
        }
        return text.append("\n]}\n").toString();
    }

    private static long bits(List<Place> places) {
        long bits = 0;
        for (Place place : places) {
            if (!(place instanceof Gpu gpu) || gpu.index() >= Long.SIZE - 1) {
                throw new IllegalArgumentException(
                        "'storedBy' has %s, which is no GPU of a placement".formatted(place));
            }
            bits |= 1L << gpu.index();
        }
        return bits;
    }
}
