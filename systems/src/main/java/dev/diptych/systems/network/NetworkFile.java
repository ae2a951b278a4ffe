package dev.diptych.systems.network;

import dev.diptych.model.InputException;
import dev.diptych.model.config.Binder;
import dev.diptych.model.config.Yaml;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * A file with a network's layers, in YAML.
 *
 * @param name of the network
 * @param input channels, height and width of an image
 */
public record NetworkFile(String name, List<Integer> input, List<Layer> layers) {
    private static final int DIMENSIONS = 3;
    private static final int MOST = 1 << 14;

    public NetworkFile {
        input = List.copyOf(input);
        layers = List.copyOf(layers);
    }

    /**
     * Returns the network in a file.
     *
     * @param size height and width of images, in pixels; the file's if absent
     * @throws InputException naming the file, and the line or the layer, of what cannot be
     */
    public static Network read(Path file, OptionalInt size) {
        NetworkFile read = Binder.bind(Yaml.read(file), NetworkFile.class);
        if (read.input.size() != DIMENSIONS || read.input.stream().anyMatch(extent -> extent < 1 || extent > MOST)) {
            throw new InputException("%s: 'input' is %s; it should be channels, height and width, each from 1 to %d"
                    .formatted(file, read.input, MOST));
        }
        if (size.isPresent() && (size.getAsInt() < 1 || size.getAsInt() > MOST)) {
            throw new InputException(
                    "%s: a size of %d pixels; it should be from 1 to %d".formatted(file, size.getAsInt(), MOST));
        }
        Extents input = new Extents(read.input.get(0), size.orElse(read.input.get(1)), size.orElse(read.input.get(2)));
        return Network.of(file.toString(), read.name, input, read.layers);
    }
}
