package dev.diptych.systems.network;

/**
 * Weights and bias of a layer as its kernel uses them. For loops over all of them, hence arrays; nobody changes them.
 *
 * @param weights in the order of {@link LayerParameters#weights}
 */
@SuppressWarnings("ArrayRecordComponent") // Compared with nothing.
record Folded(float[] weights, float[] bias) {
    /** Returns a norm as a scale and a shift. */
    static Folded norm(LayerParameters norm) {
        int channels = norm.bias().length;
        float[] scale = new float[channels];
        float[] shift = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
            double factor = factor(norm, channel);
            scale[channel] = (float) factor;
            shift[channel] = (float) (norm.bias()[channel] - norm.mean()[channel] * factor);
        }
        return new Folded(scale, shift);
    }

    /** Returns a layer's weights and bias with the norm behind it in them; each is rounded once. */
    static Folded of(LayerParameters layer, LayerParameters norm) {
        int channels = layer.bias().length;
        int terms = layer.weights().length / channels;
        float[] weights = new float[layer.weights().length];
        float[] bias = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
            double factor = factor(norm, channel);
            for (int i = channel * terms; i < (channel + 1) * terms; i++) {
                weights[i] = (float) (layer.weights()[i] * factor);
            }
            bias[channel] =
                    (float) (norm.bias()[channel] + ((double) layer.bias()[channel] - norm.mean()[channel]) * factor);
        }
        return new Folded(weights, bias);
    }

    private static double factor(LayerParameters norm, int channel) {
        return norm.weights()[channel] / Math.sqrt(norm.variance()[channel] + LayerParameters.EPSILON);
    }
}
