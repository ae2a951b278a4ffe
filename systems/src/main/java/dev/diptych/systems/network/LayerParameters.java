package dev.diptych.systems.network;

/**
 * What a layer has learned. For inner loops, hence arrays; nobody changes them.
 *
 * @param weights of a convolution {@code [output channel][input channel][row][column]}, of a depthwise one {@code [channel][row][column]}, of a
 *     dense layer {@code [output][input]}; of a norm the scale of each channel; none of others
 * @param bias one for each channel of the result; of a norm the shift
 * @param mean of each channel, for a norm
 * @param variance of each channel, for a norm
 */
@SuppressWarnings("ArrayRecordComponent") // Compared with nothing.
record LayerParameters(float[] weights, float[] bias, float[] mean, float[] variance) {
    /** What a norm adds to the variance, as PyTorch's and Keras' layers do by default. */
    static final double EPSILON = 1e-5;

    static final LayerParameters NONE = new LayerParameters(new float[0], new float[0], new float[0], new float[0]);
}
