package dev.diptych.systems.sampling.program;

/** A number for each vertex; 0 where nothing gave it one. */
public final class RowVector extends Handle {
    RowVector(ProgramBuilder builder, int id) {
        super(builder, id);
    }

    public RowVector plus(RowVector other) {
        return with(BinaryFunction.ADD, other);
    }

    public RowVector plus(float constant) {
        return with(BinaryFunction.ADD, constant);
    }

    public RowVector times(RowVector other) {
        return with(BinaryFunction.MULTIPLY, other);
    }

    public RowVector times(float constant) {
        return with(BinaryFunction.MULTIPLY, constant);
    }

    public RowVector over(RowVector other) {
        return with(BinaryFunction.DIVIDE, other);
    }

    public RowVector over(float constant) {
        return with(BinaryFunction.DIVIDE, constant);
    }

    public RowVector squared() {
        return with(UnaryFunction.SQUARE);
    }

    public RowVector root() {
        return with(UnaryFunction.ROOT);
    }

    public RowVector relu() {
        return with(UnaryFunction.RELU);
    }

    /** Adds one number to all. */
    public RowVector plus(Scalar number) {
        return with(BinaryFunction.ADD, number);
    }

    /** Divides all by one number. */
    public RowVector over(Scalar number) {
        return with(BinaryFunction.DIVIDE, number);
    }

    /** Returns the sum of all. */
    public Scalar sum() {
        return new Scalar(builder(), builder().call(new Operator.Total(), this));
    }

    /** Returns the numbers divided by their sum. */
    public RowVector normalized() {
        return over(sum());
    }

    /**
     * Selects vertices together, without replacement, each as likely in proportion as its number says; those whose number is 0 never. The order is
     * ascending.
     */
    public Frontier select(int count) {
        if (count < 1) {
            throw builder().mistake("select", "%d vertices; at least 1 is selected".formatted(count));
        }
        Operator select = new Operator.SelectRows(builder().nextSite(), count);
        return new Frontier(builder(), builder().call(select, this));
    }

    private RowVector with(UnaryFunction function) {
        return new RowVector(builder(), builder().call(new Operator.Unary(function, ValueType.ROWS), this));
    }

    private RowVector with(BinaryFunction function, float constant) {
        Operator operator = new Operator.WithConstant(function, constant, ValueType.ROWS);
        return new RowVector(builder(), builder().call(operator, this));
    }

    private RowVector with(BinaryFunction function, Handle other) {
        ValueType of = other instanceof Scalar ? ValueType.SCALAR : ValueType.ROWS;
        return new RowVector(builder(), builder().call(new Operator.Binary(function, ValueType.ROWS, of), this, other));
    }
}
