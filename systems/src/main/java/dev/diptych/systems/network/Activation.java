package dev.diptych.systems.network;

/** What kernels do to a result before they store it. */
enum Activation {
    NONE(0),
    RELU(1),
    RELU6(2);

    private final int code;

    Activation(int code) {
        this.code = code;
    }

    /** Returns the number that kernels know it by, see {@code epilogue.cuh}. */
    int code() {
        return code;
    }

    static Activation of(LayerKind kind) {
        return switch (kind) {
            case RELU -> RELU;
            case RELU6 -> RELU6;
            default -> NONE;
        };
    }
}
