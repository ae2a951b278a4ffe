package dev.diptych.systems.network;

import dev.diptych.model.InputException;
import java.util.List;

/** What layers make of what they take, and which settings they may have. */
final class LayerExtents {
    /** Far beyond any network's, and far from where sums of them overflow. */
    private static final int MOST = 1 << 16;

    private LayerExtents() {}

    /**
     * Returns what a layer makes.
     *
     * @param what the layer is called in messages
     * @throws InputException when it cannot take this, or a setting is missing, out of range or of another kind of layer
     */
    static Extents of(String what, Layer layer, List<Extents> taken) {
        LayerKind kind = layer.kind();
        checkSettings(what, layer);
        boolean takesMany = kind == LayerKind.ADD || kind == LayerKind.CONCAT;
        int least = takesMany ? 2 : 1;
        int most = kind == LayerKind.CONCAT ? MOST : least;
        if (taken.size() < least || taken.size() > most) {
            throw new InputException("%s: takes %d results; it should take %s"
                    .formatted(what, taken.size(), kind == LayerKind.CONCAT ? "2 or more" : String.valueOf(least)));
        }
        Extents first = taken.get(0);
        return switch (kind) {
            case NORM, RELU, RELU6, SOFTMAX -> first;
            case GLOBAL_POOL -> new Extents(first.channels(), 1, 1);
            case DENSE -> new Extents(channels(what, layer), 1, 1);
            case ADD -> sum(what, first, taken.get(1));
            case CONCAT -> joined(what, taken);
            case CONVOLUTION -> windowed(what, layer, first, channels(what, layer));
            case DEPTHWISE, MAX_POOL, AVERAGE_POOL -> windowed(what, layer, first, first.channels());
        };
    }

    private static void checkSettings(String what, Layer layer) {
        LayerKind kind = layer.kind();
        boolean hasChannels = kind == LayerKind.CONVOLUTION || kind == LayerKind.DENSE;
        boolean pools = kind == LayerKind.MAX_POOL || kind == LayerKind.AVERAGE_POOL;
        refuse(what, "channels", layer.channels().isPresent() && !hasChannels);
        refuse(what, "window", layer.window().isPresent() && !kind.hasWindow());
        refuse(what, "stride", layer.stride().isPresent() && !kind.hasWindow());
        refuse(what, "padding", layer.padding().isPresent() && !kind.hasWindow());
        refuse(what, "ceil", layer.ceil().isPresent() && !pools);
        refuse(what, "countPadding", layer.countPadding().isPresent() && kind != LayerKind.AVERAGE_POOL);
        if (kind.hasWindow()) {
            sides(what, "window", layer.window().orElse(List.of()), 1);
            sides(what, "padding", layer.padding().orElse(List.of(0)), 0);
            range(what, "stride", layer.step(), 1);
            if (pools
                    && (layer.paddingRows() >= layer.windowHeight() || layer.paddingColumns() >= layer.windowWidth())) {
                throw new InputException("%s: padding is to be smaller than the window, or one may lie beyond the image"
                        .formatted(what));
            }
        }
    }

    private static void refuse(String what, String key, boolean isWrong) {
        if (isWrong) {
            throw new InputException("%s: such a layer has no '%s'".formatted(what, key));
        }
    }

    private static void sides(String what, String key, List<Integer> sides, int least) {
        if (sides.isEmpty() || sides.size() > 2) {
            throw new InputException("%s: '%s' should be one number or two, [height, width]".formatted(what, key));
        }
        sides.forEach(side -> range(what, key, side, least));
    }

    private static int range(String what, String key, int value, int least) {
        if (value < least || value > MOST) {
            throw new InputException(
                    "%s: '%s' is %d; it should be from %d to %d".formatted(what, key, value, least, MOST));
        }
        return value;
    }

    private static int channels(String what, Layer layer) {
        return range(
                what,
                "channels",
                layer.channels().orElseThrow(() -> new InputException("%s: 'channels' is missing".formatted(what))),
                1);
    }

    private static Extents sum(String what, Extents one, Extents other) {
        if (!one.equals(other)) {
            throw new InputException("%s: takes %s and %s, which should be alike".formatted(what, one, other));
        }
        return one;
    }

    private static Extents joined(String what, List<Extents> taken) {
        Extents first = taken.get(0);
        int channels = 0;
        for (Extents each : taken) {
            if (each.height() != first.height() || each.width() != first.width()) {
                throw new InputException("%s: takes %s and %s, which should have the same height and width"
                        .formatted(what, first, each));
            }
            channels = Math.addExact(channels, each.channels());
        }
        return new Extents(channels, first.height(), first.width());
    }

    private static Extents windowed(String what, Layer layer, Extents in, int channels) {
        boolean isCeil = layer.ceil().orElse(false);
        int height = places(in.height(), layer.windowHeight(), layer.step(), layer.paddingRows(), isCeil);
        int width = places(in.width(), layer.windowWidth(), layer.step(), layer.paddingColumns(), isCeil);
        if (height < 1 || width < 1) {
            throw new InputException("%s: a window of %d x %d finds no place in %s with a padding of %d and %d"
                    .formatted(
                            what,
                            layer.windowHeight(),
                            layer.windowWidth(),
                            in,
                            layer.paddingRows(),
                            layer.paddingColumns()));
        }
        return new Extents(channels, height, width);
    }

    /** Returns how many places a window finds along a side; rounded up, the last one begins in the image or the padding before it. */
    private static int places(int side, int window, int stride, int padding, boolean isCeil) {
        int room = side + 2 * padding - window;
        if (room < 0) {
            return 0;
        }
        int places = (room + (isCeil ? stride - 1 : 0)) / stride + 1;
        return isCeil && (places - 1) * stride >= side + padding ? places - 1 : places;
    }
}
