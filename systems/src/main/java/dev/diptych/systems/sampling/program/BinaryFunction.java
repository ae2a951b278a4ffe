package dev.diptych.systems.sampling.program;

/** What is done with two numbers. All arithmetic is that of IEEE 754 binary32, rounded to nearest after each operation. */
public enum BinaryFunction {
    ADD,
    SUBTRACT,
    MULTIPLY,
    /** The quotient; 0 divided by 0 is 0, so that a column without weight has none. */
    DIVIDE;

    public float of(float x, float y) {
        return switch (this) {
            case ADD -> x + y;
            case SUBTRACT -> x - y;
            case MULTIPLY -> x * y;
            case DIVIDE -> x == 0 && y == 0 ? 0 : x / y;
        };
    }
}
