package dev.diptych.systems.sampling.program;

/** What is done with one number. All arithmetic is that of IEEE 754 binary32, rounded to nearest after each operation. */
public enum UnaryFunction {
    SQUARE,
    /** The square root; of a negative number, NaN. */
    ROOT,
    /** The number if it is positive, else 0. */
    RELU;

    public float of(float x) {
        return switch (this) {
            case SQUARE -> x * x;
            case ROOT -> (float) Math.sqrt(x);
            case RELU -> x > 0 ? x : 0;
        };
    }
}
