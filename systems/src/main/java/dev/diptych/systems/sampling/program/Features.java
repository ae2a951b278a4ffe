package dev.diptych.systems.sampling.program;

/** Several numbers for each vertex. */
public final class Features extends Handle {
    private final int width;

    Features(ProgramBuilder builder, int id, int width) {
        super(builder, id);
        this.width = width;
    }

    /**
     * Returns features times a matrix of a model's parameters.
     *
     * @param parameter its name; one name is one matrix
     */
    public Features times(String parameter, int newWidth) {
        if (newWidth < 1) {
            throw builder().mistake("times", "a matrix of %d columns; it has at least one".formatted(newWidth));
        }
        return new Features(builder(), builder().call(new Operator.Project(parameter, newWidth), this), newWidth);
    }

    /** Returns one of the features. */
    public RowVector feature(int index) {
        if (index < 0 || index >= width) {
            throw builder().mistake("feature", "number %d of %d".formatted(index, width));
        }
        return new RowVector(builder(), builder().call(new Operator.Feature(index), this));
    }

    /** Returns the inner product of source and destination for each edge, summed feature by feature in binary32. */
    public EdgeVector dot(Matrix matrix) {
        return new EdgeVector(builder(), builder().numbers(new Operator.Dot(), matrix.id(), matrix, this));
    }
}
