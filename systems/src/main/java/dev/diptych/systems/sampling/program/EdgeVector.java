package dev.diptych.systems.sampling.program;

/** A number for each edge of a matrix. Two of them are brought together on the edges of the matrix that is a part of the other. */
public final class EdgeVector extends Handle {
    EdgeVector(ProgramBuilder builder, int id) {
        super(builder, id);
    }

    public EdgeVector plus(EdgeVector other) {
        return with("plus", BinaryFunction.ADD, other);
    }

    public EdgeVector plus(float constant) {
        return with(BinaryFunction.ADD, constant);
    }

    public EdgeVector times(EdgeVector other) {
        return with("times", BinaryFunction.MULTIPLY, other);
    }

    public EdgeVector times(float constant) {
        return with(BinaryFunction.MULTIPLY, constant);
    }

    public EdgeVector over(EdgeVector other) {
        return with("over", BinaryFunction.DIVIDE, other);
    }

    public EdgeVector over(float constant) {
        return with(BinaryFunction.DIVIDE, constant);
    }

    /** Adds the number of each edge's source. */
    public EdgeVector plus(RowVector sources) {
        return with("plus", BinaryFunction.ADD, sources);
    }

    /** Divides by the number of each edge's source. */
    public EdgeVector over(RowVector sources) {
        return with("over", BinaryFunction.DIVIDE, sources);
    }

    /** Multiplies by the number of each edge's source. */
    public EdgeVector times(RowVector sources) {
        return with("times", BinaryFunction.MULTIPLY, sources);
    }

    /** Adds the number of each edge's column. */
    public EdgeVector plus(ColumnVector columns) {
        return with("plus", BinaryFunction.ADD, columns);
    }

    /** Divides by the number of each edge's column. */
    public EdgeVector over(ColumnVector columns) {
        return with("over", BinaryFunction.DIVIDE, columns);
    }

    /** Multiplies by the number of each edge's column. */
    public EdgeVector times(ColumnVector columns) {
        return with("times", BinaryFunction.MULTIPLY, columns);
    }

    public EdgeVector squared() {
        return with(UnaryFunction.SQUARE);
    }

    public EdgeVector root() {
        return with(UnaryFunction.ROOT);
    }

    public EdgeVector relu() {
        return with(UnaryFunction.RELU);
    }

    /** Returns the same numbers for the edges of a part of the matrix that they are of. */
    public EdgeVector of(Matrix part) {
        return new EdgeVector(builder(), builder().aligned("of", this, part.id()));
    }

    /** Returns the sum over the edges of each source. */
    public RowVector sumByRow() {
        return new RowVector(builder(), builder().call(new Operator.Sum(Axis.ROW), this));
    }

    /** Returns the sum over the edges of each column. */
    public ColumnVector sumByColumn() {
        return new ColumnVector(
                builder(),
                builder().numbers(new Operator.Sum(Axis.COLUMN), builder().owner(this), this));
    }

    private EdgeVector with(UnaryFunction function) {
        return numbers(builder().owner(this), new Operator.Unary(function, ValueType.EDGES), this);
    }

    private EdgeVector with(BinaryFunction function, float constant) {
        return numbers(builder().owner(this), new Operator.WithConstant(function, constant, ValueType.EDGES), this);
    }

    private EdgeVector with(String operator, BinaryFunction function, EdgeVector other) {
        int matrix = builder().narrower(operator, this, other);
        EdgeVector one = new EdgeVector(builder(), builder().aligned(operator, this, matrix));
        EdgeVector two = new EdgeVector(builder(), builder().aligned(operator, other, matrix));
        return numbers(matrix, new Operator.Binary(function, ValueType.EDGES, ValueType.EDGES), one, two);
    }

    private EdgeVector with(String operator, BinaryFunction function, Handle other) {
        int matrix = builder().owner(this);
        if (other instanceof ColumnVector) {
            builder().sameColumns(operator, matrix, builder().owner(other));
        }
        ValueType of = other instanceof ColumnVector ? ValueType.COLUMNS : ValueType.ROWS;
        return numbers(matrix, new Operator.Binary(function, ValueType.EDGES, of), this, other);
    }

    private EdgeVector numbers(int matrix, Operator operator, Handle... inputs) {
        return new EdgeVector(builder(), builder().numbers(operator, matrix, inputs));
    }
}
