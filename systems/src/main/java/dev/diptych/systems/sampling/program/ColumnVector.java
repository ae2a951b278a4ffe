package dev.diptych.systems.sampling.program;

/** A number for each column of a matrix. */
public final class ColumnVector extends Handle {
    ColumnVector(ProgramBuilder builder, int id) {
        super(builder, id);
    }

    public ColumnVector plus(ColumnVector other) {
        builder().sameColumns("plus", builder().owner(this), builder().owner(other));
        Operator operator = new Operator.Binary(BinaryFunction.ADD, ValueType.COLUMNS, ValueType.COLUMNS);
        return new ColumnVector(builder(), builder().numbers(operator, builder().owner(this), this, other));
    }

    public ColumnVector plus(float constant) {
        return with(BinaryFunction.ADD, constant);
    }

    public ColumnVector times(float constant) {
        return with(BinaryFunction.MULTIPLY, constant);
    }

    /** Returns the sum of all. */
    public Scalar sum() {
        return new Scalar(builder(), builder().call(new Operator.Total(), this));
    }

    public ColumnVector root() {
        Operator operator = new Operator.Unary(UnaryFunction.ROOT, ValueType.COLUMNS);
        return new ColumnVector(builder(), builder().numbers(operator, builder().owner(this), this));
    }

    private ColumnVector with(BinaryFunction function, float constant) {
        Operator operator = new Operator.WithConstant(function, constant, ValueType.COLUMNS);
        return new ColumnVector(builder(), builder().numbers(operator, builder().owner(this), this));
    }
}
