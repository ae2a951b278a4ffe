package dev.diptych.systems.network;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which layers go together. A layer with weights takes in the norm behind it, the addition behind that, if what is added has been made before, and the
 * activation behind either, as long as nobody else takes what is between. What only a concatenation takes is stored in its place there.
 */
final class Fusion {
    private final Network network;
    private final List<Group> groups = new ArrayList<>();
    private final Set<Integer> absorbed = new HashSet<>();
    /** Values that are in memory when the next group begins. */
    private final Set<Integer> made = new HashSet<>(Set.of(0));

    private Fusion(Network network) {
        this.network = network;
    }

    /** Returns the groups in the order in which their first layers stand. */
    static List<Group> of(Network network) {
        Fusion fusion = new Fusion(network);
        for (int layer = 0; layer < network.layers().size(); layer++) {
            if (!fusion.absorbed.contains(layer)) {
                fusion.begin(layer);
            }
        }
        return fusion.groups;
    }

    private void begin(int layer) {
        LayerKind kind = network.layers().get(layer).kind();
        OptionalInt norm = OptionalInt.empty();
        OptionalInt residual = OptionalInt.empty();
        Activation activation = Activation.of(kind);
        int value = layer + 1;
        for (int next = onlyTaker(value); next >= 0; next = onlyTaker(value)) {
            LayerKind behind = network.layers().get(next).kind();
            boolean isBare = activation == Activation.NONE && residual.isEmpty();
            if (behind == LayerKind.NORM && kind.hasWeights() && isBare && norm.isEmpty()) {
                norm = OptionalInt.of(next);
            } else if (behind == LayerKind.ADD && kind.hasWeights() && isBare && made.contains(other(next, value))) {
                residual = OptionalInt.of(other(next, value));
            } else if (behind.isActivation() && activation == Activation.NONE && storesByChannel(kind)) {
                activation = Activation.of(behind);
            } else {
                break;
            }
            absorbed.add(next);
            value = next + 1;
        }
        int taker = onlyTaker(value);
        boolean isPart = taker >= 0 && network.layers().get(taker).kind() == LayerKind.CONCAT && storesByChannel(kind);
        groups.add(new Group(
                layer,
                norm,
                residual,
                activation,
                value,
                isPart ? OptionalInt.of(taker + 1) : OptionalInt.empty(),
                isPart ? channelsBefore(taker, value) : 0));
        made.add(value);
    }

    /** Returns the layer that alone takes a value, once; -1 if there is none, or the value is the output. */
    private int onlyTaker(int value) {
        List<Integer> takers = network.takers(value);
        return takers.size() == 1 ? takers.get(0) : -1;
    }

    private int other(int add, int value) {
        List<Integer> from = network.from().get(add);
        return from.get(0) == value ? from.get(1) : from.get(0);
    }

    /** Returns whether a layer's kernel ends in what all share: an activation, and a place among other channels. */
    private static boolean storesByChannel(LayerKind kind) {
        return kind.hasWeights() || kind == LayerKind.ADD || kind == LayerKind.NORM || kind.isActivation();
    }

    private int channelsBefore(int concat, int value) {
        int channels = 0;
        for (int taken : network.from().get(concat)) {
            if (taken == value) {
                break;
            }
            channels += network.extents().get(taken).channels();
        }
        return channels;
    }
}
