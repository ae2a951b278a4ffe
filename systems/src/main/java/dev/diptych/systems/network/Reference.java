package dev.diptych.systems.network;

import dev.diptych.systems.bundle.Draws;
import dev.diptych.systems.bundle.Expected;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network computed layer by layer as its file has it, in double precision: nothing fused, nothing folded, no kernel's order of sums. What bundles are
 * held against; every product of floats is exact here, and sums of n terms are off by at most about n 2^-53 of the sum of their sizes.
 */
public final class Reference {
    private final Network network;
    private final NetworkParameters parameters;

    private Reference(Network network, NetworkParameters parameters) {
        this.network = network;
        this.parameters = parameters;
    }

    /**
     * Returns images, and what a network makes of them.
     *
     * @param seed that the images are drawn from
     */
    public static Expected expected(Network network, NetworkParameters parameters, long seed, int images) {
        List<float[]> drawn = new ArrayList<>();
        List<double[]> outputs = new ArrayList<>();
        double tolerance = 0;
        for (int image = 0; image < images; image++) {
            drawn.add(Draws.images(seed, image, network.input().count()));
            outputs.add(of(network, parameters, drawn.get(image)));
            tolerance = Math.max(tolerance, Tolerance.of(network, outputs.get(image)));
        }
        return new Expected(drawn, outputs, tolerance);
    }

    static double[] of(Network network, NetworkParameters parameters, float[] images) {
        Reference reference = new Reference(network, parameters);
        int pixels = network.input().count();
        int results = network.output().count();
        double[] all = new double[images.length / pixels * results];
        for (int image = 0; image * pixels < images.length; image++) {
            int first = image * pixels;
            double[] one = IntStream.range(0, pixels)
                    .mapToDouble(i -> images[first + i])
                    .toArray();
            System.arraycopy(reference.results(one), 0, all, image * results, results);
        }
        return all;
    }

    private double[] results(double[] image) {
        List<double[]> values = new ArrayList<>(List.of(image));
        for (int i = 0; i < network.layers().size(); i++) {
            List<double[]> taken =
                    network.from().get(i).stream().map(values::get).toList();
            values.add(layer(i, taken));
        }
        return values.get(values.size() - 1);
    }

    private double[] layer(int index, List<double[]> taken) {
        Layer layer = network.layers().get(index);
        Extents in = network.taken(index).get(0);
        Extents out = network.made(index);
        LayerParameters own = parameters.of(index);
        double[] x = taken.get(0);
        return switch (layer.kind()) {
            case CONVOLUTION -> convolution(layer, own, in, out, x, in.channels());
            case DEPTHWISE -> convolution(layer, own, in, out, x, 1);
            case DENSE -> dense(own, x);
            case NORM -> norm(own, out, x);
            case RELU -> each(x.length, i -> Math.max(x[i], 0));
            case RELU6 -> each(x.length, i -> Math.min(Math.max(x[i], 0), 6));
            case ADD -> each(x.length, i -> x[i] + taken.get(1)[i]);
            case CONCAT -> taken.stream().flatMapToDouble(Arrays::stream).toArray();
            case MAX_POOL, AVERAGE_POOL -> pool(layer, in, out, x);
            case GLOBAL_POOL -> each(out.channels(), channel -> mean(x, channel, in.pixels()));
            case SOFTMAX -> softmax(x);
        };
    }

    private interface Element {
        double at(int index);
    }

    private static double[] each(int count, Element element) {
        double[] results = new double[count];
        for (int i = 0; i < count; i++) {
            results[i] = element.at(i);
        }
        return results;
    }

    /** @param depth how many channels a filter has: all of them, or the one of its own */
    private static double[] convolution(
            Layer layer, LayerParameters own, Extents in, Extents out, double[] x, int depth) {
        double[] results = new double[out.count()];
        int rows = layer.windowHeight();
        int columns = layer.windowWidth();
        for (int channel = 0; channel < out.channels(); channel++) {
            int firstChannel = depth == in.channels() ? 0 : channel;
            for (int pixel = 0; pixel < out.pixels(); pixel++) {
                int top = pixel / out.width() * layer.step() - layer.paddingRows();
                int left = pixel % out.width() * layer.step() - layer.paddingColumns();
                double sum = own.bias()[channel];
                for (int c = 0; c < depth; c++) {
                    for (int r = Math.max(0, -top); r < Math.min(rows, in.height() - top); r++) {
                        int at = ((firstChannel + c) * in.height() + top + r) * in.width() + left;
                        int weight = ((channel * depth + c) * rows + r) * columns;
                        for (int s = Math.max(0, -left); s < Math.min(columns, in.width() - left); s++) {
                            sum += own.weights()[weight + s] * x[at + s];
                        }
                    }
                }
                results[channel * out.pixels() + pixel] = sum;
            }
        }
        return results;
    }

    private static double[] dense(LayerParameters own, double[] x) {
        return each(own.bias().length, output -> {
            double sum = own.bias()[output];
            for (int i = 0; i < x.length; i++) {
                sum += own.weights()[output * x.length + i] * x[i];
            }
            return sum;
        });
    }

    private static double[] norm(LayerParameters own, Extents out, double[] x) {
        return each(x.length, i -> {
            int channel = i / out.pixels();
            double deviation = Math.sqrt(own.variance()[channel] + LayerParameters.EPSILON);
            return own.weights()[channel] * (x[i] - own.mean()[channel]) / deviation + own.bias()[channel];
        });
    }

    private static double[] pool(Layer layer, Extents in, Extents out, double[] x) {
        boolean isMax = layer.kind() == LayerKind.MAX_POOL;
        return each(out.count(), i -> {
            int plane = i / out.pixels();
            int pixel = i % out.pixels();
            double most = Double.NEGATIVE_INFINITY;
            double sum = 0;
            int inside = 0;
            int counted = 0;
            for (int r = 0; r < layer.windowHeight(); r++) {
                for (int s = 0; s < layer.windowWidth(); s++) {
                    int row = pixel / out.width() * layer.step() - layer.paddingRows() + r;
                    int column = pixel % out.width() * layer.step() - layer.paddingColumns() + s;
                    if (row >= 0 && row < in.height() && column >= 0 && column < in.width()) {
                        double here = x[(plane * in.height() + row) * in.width() + column];
                        most = Math.max(most, here);
                        sum += here;
                        inside++;
                    }
                    counted += row < in.height() + layer.paddingRows() && column < in.width() + layer.paddingColumns()
                            ? 1
                            : 0;
                }
            }
            return isMax ? most : sum / (layer.countsPadding() ? counted : inside);
        });
    }

    private static double mean(double[] x, int channel, int pixels) {
        double sum = 0;
        for (int i = channel * pixels; i < (channel + 1) * pixels; i++) {
            sum += x[i];
        }
        return sum / pixels;
    }

    private static double[] softmax(double[] x) {
        double most = Arrays.stream(x).max().orElse(0);
        double[] powers = each(x.length, i -> StrictMath.exp(x[i] - most));
        double sum = 0;
        for (double power : powers) {
            sum += power;
        }
        double all = sum;
        return each(x.length, i -> powers[i] / all);
    }
}
