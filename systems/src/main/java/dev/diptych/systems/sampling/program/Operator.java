package dev.diptych.systems.sampling.program;

/**
 * What a node of a program computes from its inputs. Two nodes with equal operators and inputs have equal values: an operator that draws carries
 * the site of its draws, which no other has.
 */
public sealed interface Operator {
    ValueType result();

    /** An operator that draws random numbers. Sites are dense, from 0, in the order in which the program's author called for them. */
    sealed interface Random extends Operator {
        int site();
    }

    // ---- What is given.

    /** The whole graph: a column for each vertex. */
    record Graph() implements Operator {
        @Override
        public ValueType result() {
            return ValueType.MATRIX;
        }
    }

    /** The vertices that a sample is asked for. */
    record Seeds() implements Operator {
        @Override
        public ValueType result() {
            return ValueType.FRONTIER;
        }
    }

    /** The graph's edge weights. Input: the graph. */
    record Weights() implements Operator {
        @Override
        public ValueType result() {
            return ValueType.EDGES;
        }
    }

    /** Numbers for the graph's edges that somebody else keeps and changes between samples. Input: the graph. */
    record EdgeState(String name) implements Operator {
        @Override
        public ValueType result() {
            return ValueType.EDGES;
        }
    }

    /** Features of all vertices. */
    record FeatureTable(int width) implements Operator {
        @Override
        public ValueType result() {
            return ValueType.FEATURES;
        }
    }

    // ---- Extract.

    /** A column for each vertex of a frontier, with all its edges. Inputs: the graph, a frontier. */
    record Columns() implements Operator {
        @Override
        public ValueType result() {
            return ValueType.MATRIX;
        }
    }

    /** The edges whose sources are in a frontier. Inputs: a matrix, a frontier. */
    record Rows() implements Operator {
        @Override
        public ValueType result() {
            return ValueType.MATRIX;
        }
    }

    /** The edges whose sources have a type. Input: a matrix. */
    record RowsOfType(int type) implements Operator {
        @Override
        public ValueType result() {
            return ValueType.MATRIX;
        }
    }

    /** The edges but those between the first two vertices of a frontier. Inputs: a matrix, a frontier. */
    record WithoutPair() implements Operator {
        @Override
        public ValueType result() {
            return ValueType.MATRIX;
        }
    }

    // ---- Compute.

    /** 1 for each edge. Input: a matrix. */
    record Ones() implements Operator {
        @Override
        public ValueType result() {
            return ValueType.EDGES;
        }
    }

    /** The same numbers for fewer edges. Inputs: numbers of edges, a matrix whose edges are some of theirs. */
    record Restrict() implements Operator {
        @Override
        public ValueType result() {
            return ValueType.EDGES;
        }
    }

    /** A function of each number. Input: numbers. */
    record Unary(UnaryFunction function, ValueType result) implements Operator {}

    /** A function of each number and a constant. Input: numbers. */
    record WithConstant(BinaryFunction function, float constant, ValueType result) implements Operator {}

    /**
     * A function of two numbers. Inputs: numbers, and others.
     *
     * @param other what the others are of: the same, for numbers of edges their rows or columns, or one for all
     */
    record Binary(BinaryFunction function, ValueType result, ValueType other) implements Operator {}

    /** A sum over each row's or column's edges. Input: numbers of edges. Sums are exact: see {@code ExactSum}. */
    record Sum(Axis axis) implements Operator {
        @Override
        public ValueType result() {
            return axis == Axis.ROW ? ValueType.ROWS : ValueType.COLUMNS;
        }
    }

    /** The number of each column's vertex. Inputs: a matrix, numbers of vertices. */
    record AtColumns() implements Operator {
        @Override
        public ValueType result() {
            return ValueType.COLUMNS;
        }
    }

    /** The sum of all numbers. Input: numbers of columns or vertices. */
    record Total() implements Operator {
        @Override
        public ValueType result() {
            return ValueType.SCALAR;
        }
    }

    /** Features times a matrix of parameters. Input: features. */
    record Project(String parameter, int width) implements Operator {
        @Override
        public ValueType result() {
            return ValueType.FEATURES;
        }
    }

    /** One of the features. Input: features. */
    record Feature(int index) implements Operator {
        @Override
        public ValueType result() {
            return ValueType.ROWS;
        }
    }

    /** For each edge, the inner product of its source's and its destination's features. Inputs: a matrix, features. */
    record Dot() implements Operator {
        @Override
        public ValueType result() {
            return ValueType.EDGES;
        }
    }

    // ---- Select.

    /**
     * Up to {@code count} edges of each column. Inputs: a matrix and, if edges are not all alike, how likely each is in proportion.
     *
     * @param replace whether an edge may come several times
     */
    record SelectEach(int site, int count, boolean replace, DrawKey key) implements Random {
        @Override
        public ValueType result() {
            return ValueType.MATRIX;
        }
    }

    /** The {@code count} edges of each column with the largest numbers, of equal ones the first. Inputs: a matrix, numbers of its edges. */
    record TopEach(int count) implements Operator {
        @Override
        public ValueType result() {
            return ValueType.MATRIX;
        }
    }

    /** Up to {@code count} edges of all together, without replacement. Inputs: a matrix, how likely each is in proportion. */
    record SelectEdges(int site, int count) implements Random {
        @Override
        public ValueType result() {
            return ValueType.MATRIX;
        }
    }

    /** Up to {@code count} vertices, without replacement, in ascending order. Input: how likely each is in proportion. */
    record SelectRows(int site, int count) implements Random {
        @Override
        public ValueType result() {
            return ValueType.FRONTIER;
        }
    }

    /** Walks of up to {@code length} steps, {@code perSeed} from each vertex of a frontier. Inputs: the graph, a frontier. */
    record Walk(int site, int length, int perSeed, WalkRule rule) implements Random {
        @Override
        public ValueType result() {
            return ValueType.WALKS;
        }
    }

    // ---- Finalize.

    /** A matrix's columns and then the sources of its edges, each vertex once, where it comes first. Input: a matrix. */
    record Nodes() implements Operator {
        @Override
        public ValueType result() {
            return ValueType.FRONTIER;
        }
    }

    /** The vertices of a matrix's edges, source and destination of one after the other, each vertex once, where it comes first. Input: a matrix. */
    record Ends() implements Operator {
        @Override
        public ValueType result() {
            return ValueType.FRONTIER;
        }
    }

    /** The sources of a matrix's edges, edge by edge. Input: a matrix. */
    record Sources() implements Operator {
        @Override
        public ValueType result() {
            return ValueType.FRONTIER;
        }
    }

    /** Vertices of two frontiers, each once, where it comes first. Inputs: two frontiers. */
    record Union() implements Operator {
        @Override
        public ValueType result() {
            return ValueType.FRONTIER;
        }
    }

    /** The vertices that walks have come to, each once, where it comes first. Input: walks. */
    record Visited() implements Operator {
        @Override
        public ValueType result() {
            return ValueType.FRONTIER;
        }
    }

    /**
     * A column for each vertex that walks began at, with an edge from each vertex they came to after a multiple of {@code stride} steps, other than
     * the first; edges of the graph they are not. Inputs: walks, the frontier that they began at.
     */
    record Visits(int stride) implements Operator {
        @Override
        public ValueType result() {
            return ValueType.MATRIX;
        }
    }

    /** How often walks came along each edge of their visits. Input: a matrix of visits. */
    record VisitCounts() implements Operator {
        @Override
        public ValueType result() {
            return ValueType.EDGES;
        }
    }

    /** Labels by distances to the first two vertices of a frontier (SEAL). Inputs: a matrix, its vertices, the frontier. */
    record PairLabels() implements Operator {
        @Override
        public ValueType result() {
            return ValueType.ROWS;
        }
    }
}
