package dev.diptych.systems.network;

/** What a layer does. */
public enum LayerKind {
    /** Convolution of all channels by each filter. */
    CONVOLUTION,
    /** Convolution of each channel by a filter of its own. */
    DEPTHWISE,
    /** A matrix times all numbers of an image. */
    DENSE,
    /** A number of each channel times a scale, plus a shift: what batch normalisation is once it is trained. */
    NORM,
    RELU,
    /** The same, with nothing above 6. */
    RELU6,
    ADD,
    CONCAT,
    MAX_POOL,
    AVERAGE_POOL,
    /** The mean of each channel. */
    GLOBAL_POOL,
    SOFTMAX;

    /** Returns whether it has weights and a bias, which a norm behind it can become part of. */
    boolean hasWeights() {
        return this == CONVOLUTION || this == DEPTHWISE || this == DENSE;
    }

    /** Returns whether a window goes over the image. */
    boolean hasWindow() {
        return this == CONVOLUTION || this == DEPTHWISE || this == MAX_POOL || this == AVERAGE_POOL;
    }

    boolean isActivation() {
        return this == RELU || this == RELU6;
    }
}
