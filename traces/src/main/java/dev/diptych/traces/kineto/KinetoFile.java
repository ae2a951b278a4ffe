package dev.diptych.traces.kineto;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Dim;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Kernels of a Kineto trace, {@code .json} or {@code .json.gz}: events of category {@code kernel}, in the order of their starts. */
public final class KinetoFile {
    private static final JsonMapper MAPPER = new JsonMapper();

    private record Started(double atMicros, RecordedKernel kernel) {}

    private KinetoFile() {}

    /**
     * Reads a trace's kernels.
     *
     * @throws InputException when the file cannot be read, is no trace, or an event lacks what every kernel has; the message names it
     */
    public static List<RecordedKernel> read(Path file) {
        JsonNode events = tree(file).path("traceEvents");
        if (!events.isArray()) {
            throw new InputException("%s: no Kineto trace: it has no list 'traceEvents'".formatted(file));
        }
        List<Started> kernels = new ArrayList<>();
        int index = 0;
        for (JsonNode event : events) {
            if (event.path("cat").asString("").equals("kernel")) {
                String where = "%s: traceEvents, event %d".formatted(file, index);
                kernels.add(new Started(number(where, event, "ts"), kernel(where, event)));
            }
            index++;
        }
        kernels.sort(Comparator.comparingDouble(Started::atMicros));
        return kernels.stream().map(Started::kernel).toList();
    }

    private static RecordedKernel kernel(String where, JsonNode event) {
        JsonNode args = event.path("args");
        double micros = number(where, event, "dur");
        double registers = number(where, args, "registers per thread");
        double shared = number(where, args, "shared memory");
        if (!(micros >= 0 && registers >= 0 && registers <= 255 && shared >= 0 && shared <= Integer.MAX_VALUE)) {
            throw new InputException("%s: a kernel of %s us, %s registers and %s shared bytes; none of them is possible"
                    .formatted(where, micros, registers, shared));
        }
        return new RecordedKernel(
                event.path("name").asString("kernel"),
                extent(where, args, "grid"),
                extent(where, args, "block"),
                (int) registers,
                (int) shared,
                micros);
    }

    private static Dim extent(String where, JsonNode args, String name) {
        JsonNode extent = args.path(name);
        int[] sides = {1, 1, 1};
        boolean isExtent = extent.isArray() && !extent.isEmpty() && extent.size() <= sides.length;
        for (int i = 0; isExtent && i < extent.size(); i++) {
            isExtent = extent.get(i).isInt() && extent.get(i).asInt() >= 1;
            sides[i] = extent.get(i).asInt(1);
        }
        if (!isExtent) {
            throw new InputException("%s: '%s' should be one to three positive whole numbers, but is %s"
                    .formatted(where, name, extent.isMissingNode() ? "missing" : extent));
        }
        return new Dim(sides[0], sides[1], sides[2]);
    }

    private static double number(String where, JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isNumber()) {
            throw new InputException("%s: '%s' should be a number, but is %s"
                    .formatted(where, name, value.isMissingNode() ? "missing" : value));
        }
        return value.asDouble();
    }

    private static JsonNode tree(Path file) {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
                InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return MAPPER.readTree(text);
        } catch (NoSuchFileException e) {
            throw new InputException("%s: no such file".formatted(file), e);
        } catch (JacksonException e) {
            throw new InputException("%s: not JSON: %s".formatted(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new InputException("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }
}
