package dev.diptych.systems.network;

import java.util.List;
import java.util.Optional;

/**
 * A layer of a network, as a file has it.
 *
 * @param kind what it does
 * @param name that others call it by; if absent, nobody does
 * @param from names of the layers whose results it takes; if absent, that of the layer before it. {@code input} is the network's input
 * @param channels of its result, for convolutions and dense layers
 * @param window height and width of the filter or of what is pooled, in pixels: one number for both, or two
 * @param stride of the window, in pixels; 1 if absent
 * @param padding rows above and below and columns left and right of the image: one number for both, or two; 0 if absent
 * @param ceil whether a pooling window may begin in the image and end beyond it and its padding
 * @param countPadding whether padding counts in a mean; if absent, it does not
 */
public record Layer(
        LayerKind kind,
        Optional<String> name,
        Optional<List<String>> from,
        Optional<Integer> channels,
        Optional<List<Integer>> window,
        Optional<Integer> stride,
        Optional<List<Integer>> padding,
        Optional<Boolean> ceil,
        Optional<Boolean> countPadding) {
    int windowHeight() {
        return window.orElse(List.of(1)).get(0);
    }

    int windowWidth() {
        List<Integer> sides = window.orElse(List.of(1));
        return sides.get(sides.size() - 1);
    }

    int step() {
        return stride.orElse(1);
    }

    int paddingRows() {
        return padding.orElse(List.of(0)).get(0);
    }

    int paddingColumns() {
        List<Integer> sides = padding.orElse(List.of(0));
        return sides.get(sides.size() - 1);
    }

    boolean countsPadding() {
        return countPadding.orElse(false);
    }
}
