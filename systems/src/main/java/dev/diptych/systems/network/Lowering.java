package dev.diptych.systems.network;

import dev.diptych.model.InputException;
import dev.diptych.model.op.Dim;
import dev.diptych.systems.bundle.Bundle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Makes a bundle of a network: a kernel of the project's for each group of layers. */
public final class Lowering {
    /** Threads of kernels that do not mind. */
    private static final int THREADS = 128;
    /** A grid's extent in y and z. */
    private static final int MOST_IMAGES = 65_535;

    private final Network network;
    private final NetworkParameters parameters;
    private final int images;
    private final Draft draft = new Draft();
    /** By value, where it is. */
    private final Map<Integer, Integer> tensors = new HashMap<>();

    private Lowering(Network network, NetworkParameters parameters, int images) {
        this.network = network;
        this.parameters = parameters;
        this.images = images;
    }

    /**
     * Returns a network as a bundle that takes so many images at once.
     *
     * @throws InputException when there are too many images for one of the tensors
     */
    public static Bundle compile(Network network, NetworkParameters parameters, int images) {
        long most = network.extents().stream().mapToLong(Extents::count).max().orElse(1);
        if (images < 1 || images > MOST_IMAGES || most * images > Integer.MAX_VALUE) {
            throw new InputException("a batch of %d images of '%s'; there should be from 1 to %d"
                    .formatted(images, network.name(), Math.min(MOST_IMAGES, Integer.MAX_VALUE / most)));
        }
        return new Lowering(network, parameters, images).lower();
    }

    private Bundle lower() {
        int input = draft.tensor("data", count(0));
        tensors.put(0, input);
        List<Group> groups = Fusion.of(network);
        for (Group group : groups) {
            lower(group, groups);
        }
        int output = tensor(network.layers().size());
        return draft.bundle(network.name(), images, input, output);
    }

    private void lower(Group group, List<Group> groups) {
        LayerKind kind = network.layers().get(group.layer()).kind();
        switch (kind) {
            case CONVOLUTION -> ConvolutionKernels.lower(this, group);
            case DEPTHWISE -> depthwise(group);
            case DENSE -> dense(group);
            case ADD -> pointwise(group, "add_tensors", List.of(taken(group, 0), taken(group, 1)));
            case NORM -> norm(group);
            case RELU, RELU6 -> pointwise(group, "place_channels", List.of(taken(group, 0)));
            case CONCAT -> concat(group, groups);
            case MAX_POOL -> pool(group, "pool_max");
            case AVERAGE_POOL -> pool(group, "pool_average");
            case GLOBAL_POOL ->
                draft.launch(
                        "global_pooling",
                        "pool_global",
                        Dim.of(images * made(group).channels()),
                        Dim.of(THREADS),
                        taken(group, 0),
                        result(group),
                        draft.shape(List.of(in(group).pixels())));
            case SOFTMAX ->
                draft.launch(
                        "softmax_layer",
                        "softmax_images",
                        Dim.of(images),
                        Dim.of(THREADS),
                        taken(group, 0),
                        result(group),
                        draft.shape(List.of(made(group).count())));
        }
    }

    private void depthwise(Group group) {
        Layer layer = layer(group);
        Folded folded = folded(group);
        Extents in = in(group);
        Extents out = made(group);
        int threads = Math.min(THREADS, (out.pixels() + 31) / 32 * 32);
        int bias = bias(group, folded);
        List<Integer> shape = new ArrayList<>(List.of(
                in.channels(),
                in.height(),
                in.width(),
                out.height(),
                out.width(),
                layer.windowHeight(),
                layer.windowWidth()));
        shape.addAll(List.of(layer.step(), layer.paddingRows(), layer.paddingColumns()));
        shape.addAll(epilogue(group));
        draft.launch(
                "depthwise",
                "convolve_depthwise",
                new Dim((out.pixels() + threads - 1) / threads, out.channels(), images),
                Dim.of(threads),
                taken(group, 0),
                draft.weights(name(group, "weights"), folded.weights()),
                bias,
                residual(group, bias),
                result(group),
                draft.shape(shape));
    }

    private void dense(Group group) {
        Folded folded = folded(group);
        int bias = bias(group, folded);
        List<Integer> shape =
                new ArrayList<>(List.of(in(group).count(), made(group).channels()));
        shape.addAll(epilogue(group));
        draft.launch(
                "dense",
                "multiply_dense",
                new Dim(made(group).channels(), images, 1),
                Dim.of(THREADS),
                taken(group, 0),
                draft.weights(name(group, "weights"), folded.weights()),
                bias,
                residual(group, bias),
                result(group),
                draft.shape(shape));
    }

    private void norm(Group group) {
        Folded folded = Folded.norm(parameters.of(group.layer()));
        pointwise(
                group,
                "scale_channels",
                List.of(
                        taken(group, 0),
                        draft.weights(name(group, "scale"), folded.weights()),
                        draft.weights(name(group, "shift"), folded.bias())));
    }

    private void concat(Group group, List<Group> groups) {
        int firstChannel = 0;
        for (int value : network.from().get(group.layer())) {
            boolean isThere = groups.stream()
                    .anyMatch(other -> other.made() == value && other.concat().equals(OptionalInt.of(group.made())));
            if (!isThere) {
                Group copy = new Group(
                        group.layer(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        Activation.NONE,
                        value,
                        OptionalInt.of(group.made()),
                        firstChannel);
                pointwise(copy, "place_channels", List.of(tensor(value)));
            }
            firstChannel += network.extents().get(value).channels();
        }
    }

    private void pointwise(Group group, String entry, List<Integer> operands) {
        Extents out = network.extents().get(group.made());
        List<Integer> shape = new ArrayList<>(
                List.of(images, out.channels(), out.pixels(), group.activation().code()));
        shape.addAll(List.of(group.firstChannel(), allChannels(group)));
        List<Integer> args = new ArrayList<>(operands);
        args.add(result(group));
        args.add(draft.shape(shape));
        draft.launch("pointwise", entry, blocks(count(group.made())), Dim.of(THREADS), args.toArray(Integer[]::new));
    }

    private void pool(Group group, String entry) {
        Layer layer = layer(group);
        Extents in = in(group);
        Extents out = made(group);
        List<Integer> shape =
                new ArrayList<>(List.of(images * in.channels(), in.height(), in.width(), out.height(), out.width()));
        shape.addAll(List.of(layer.windowHeight(), layer.windowWidth(), layer.step(), layer.paddingRows()));
        shape.addAll(List.of(layer.paddingColumns(), layer.countsPadding() ? 1 : 0));
        draft.launch(
                "pooling",
                entry,
                blocks(count(group.made())),
                Dim.of(THREADS),
                taken(group, 0),
                result(group),
                draft.shape(shape));
    }

    static Dim blocks(long results) {
        return Dim.of(Math.toIntExact((results + THREADS - 1) / THREADS));
    }

    static Dim threads() {
        return Dim.of(THREADS);
    }

    Draft draft() {
        return draft;
    }

    int images() {
        return images;
    }

    Layer layer(Group group) {
        return network.layers().get(group.layer());
    }

    /** Returns the extents of what a group's first layer takes first. */
    Extents in(Group group) {
        return network.taken(group.layer()).get(0);
    }

    Extents made(Group group) {
        return network.made(group.layer());
    }

    private long count(int value) {
        return (long) network.extents().get(value).count() * images;
    }

    private int tensor(int value) {
        String name = value == network.layers().size() ? "output" : "null";
        return tensors.computeIfAbsent(value, absent -> draft.tensor(name, count(value)));
    }

    int taken(Group group, int operand) {
        return tensor(network.from().get(group.layer()).get(operand));
    }

    /** Returns the tensor that a group's result is stored in. */
    int result(Group group) {
        return tensor(group.concat().orElse(group.made()));
    }

    /** Returns a group's weights and bias, with a norm in them. */
    Folded folded(Group group) {
        LayerParameters own = parameters.of(group.layer());
        return group.norm().isPresent()
                ? Folded.of(own, parameters.of(group.norm().getAsInt()))
                : new Folded(own.weights(), own.bias());
    }

    int bias(Group group, Folded folded) {
        return draft.weights(name(group, "bias"), folded.bias());
    }

    /** Returns what is added to a group's sums; where nothing is, a tensor that kernels do not look at. */
    int residual(Group group, int none) {
        return group.residual().isPresent() ? tensor(group.residual().getAsInt()) : none;
    }

    /** Returns what all kernels with weights are told of the end: activation, residual, first channel and all channels of the result. */
    List<Integer> epilogue(Group group) {
        return List.of(
                group.activation().code(),
                group.residual().isPresent() ? 1 : 0,
                group.firstChannel(),
                allChannels(group));
    }

    private int allChannels(Group group) {
        return network.extents().get(group.concat().orElse(group.made())).channels();
    }

    String name(Group group, String what) {
        return "layer%d.%s".formatted(group.layer() + 1, what);
    }
}
