package dev.diptych.systems.network;

import dev.diptych.model.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A network whose layers know what they take and what they make. Values are counted: 0 is the input, and layer {@code i} makes value {@code i + 1}.
 * The last layer's is the output.
 *
 * @param from of each layer, the values that it takes
 * @param extents of each value, for one image
 */
public record Network(String name, List<Layer> layers, List<List<Integer>> from, List<Extents> extents) {
    /** A tensor's elements are counted by 31 bits, those of all images of a batch together. */
    private static final int MOST_ELEMENTS = 1 << 28;

    private static final int MOST_LAYERS = 1 << 14;
    private static final String INPUT = "input";

    public Network {
        layers = List.copyOf(layers);
        from = from.stream().map(List::copyOf).toList();
        extents = List.copyOf(extents);
    }

    /**
     * Returns a network for images of a size.
     *
     * @param where it comes from, for messages
     * @throws InputException naming the layer that cannot be
     */
    static Network of(String where, String name, Extents input, List<Layer> layers) {
        if (layers.isEmpty() || layers.size() > MOST_LAYERS) {
            throw new InputException(
                    "%s: has %d layers; it should have from 1 to %d".formatted(where, layers.size(), MOST_LAYERS));
        }
        Map<String, Integer> values = new HashMap<>(Map.of(INPUT, 0));
        List<List<Integer>> from = new ArrayList<>();
        List<Extents> extents = new ArrayList<>(List.of(input));
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            String what = "%s: %s".formatted(where, what(layer, i));
            List<Integer> taken = new ArrayList<>();
            for (String source : layer.from().orElse(List.of())) {
                Integer value = values.get(source);
                if (value == null) {
                    throw new InputException(
                            "%s: takes '%s', which no layer before it is named".formatted(what, source));
                }
                taken.add(value);
            }
            if (layer.from().isEmpty()) {
                taken.add(i);
            }
            from.add(taken);
            Extents made = LayerExtents.of(
                    what, layer, taken.stream().map(extents::get).toList());
            if ((long) made.channels() * made.height() * made.width() > MOST_ELEMENTS) {
                throw new InputException("%s: makes %s numbers; at most %d".formatted(what, made, MOST_ELEMENTS));
            }
            extents.add(made);
            if (layer.name().isPresent() && values.putIfAbsent(layer.name().get(), i + 1) != null) {
                throw new InputException("%s: a layer before it has that name".formatted(what));
            }
        }
        return new Network(name, layers, from, extents);
    }

    /** Returns what messages call a layer. */
    String what(int layer) {
        return what(layers.get(layer), layer);
    }

    private static String what(Layer layer, int index) {
        return "layer %d%s, %s"
                .formatted(
                        index + 1,
                        layer.name().map(own -> " '" + own + "'").orElse(""),
                        layer.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    public Extents input() {
        return extents.get(0);
    }

    public Extents output() {
        return extents.get(layers.size());
    }

    /** Returns what a layer takes. */
    List<Extents> taken(int layer) {
        return from.get(layer).stream().map(extents::get).toList();
    }

    /** Returns what a layer makes. */
    Extents made(int layer) {
        return extents.get(layer + 1);
    }

    /** Returns the layers that take a value, in their order; a layer that takes it twice stands there twice. */
    List<Integer> takers(int value) {
        List<Integer> takers = new ArrayList<>();
        for (int layer = 0; layer < layers.size(); layer++) {
            for (int taken : from.get(layer)) {
                if (taken == value) {
                    takers.add(layer);
                }
            }
        }
        return takers;
    }
}
