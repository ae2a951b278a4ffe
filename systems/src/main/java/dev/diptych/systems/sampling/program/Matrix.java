package dev.diptych.systems.sampling.program;

/**
 * A part of the graph's adjacency matrix: columns, each a vertex, and for each column edges that end in it. An edge from {@code u} to {@code v} stands
 * in row {@code u} and column {@code v} (Gong et al., gSampler, SOSP 2023).
 *
 * <p>Columns are in the order of the frontier that they were extracted by; a column's edges are in ascending order of their sources, and parallel edges in
 * that of the input.
 */
public final class Matrix extends Handle {
    Matrix(ProgramBuilder builder, int id) {
        super(builder, id);
    }

    /** Extracts a column for each vertex of a frontier: {@code A[:, frontier]}. Of the whole graph only. */
    public Matrix columns(Frontier frontier) {
        graphOnly("columns");
        return builder().part(new Operator.Columns(), this, frontier);
    }

    /** Keeps the edges whose sources are in a frontier: {@code A[frontier, :]}. */
    public Matrix rows(Frontier frontier) {
        return builder().part(new Operator.Rows(), this, frontier);
    }

    /** Keeps the edges whose sources have a type. */
    public Matrix rowsOfType(int type) {
        int types = builder().facts().types();
        if (type < 0 || type >= types) {
            throw builder().mistake("rowsOfType", "type %d of %d".formatted(type, types));
        }
        return builder().part(new Operator.RowsOfType(type), this);
    }

    /** Leaves out the edges between a frontier's first two vertices. */
    public Matrix withoutPair(Frontier frontier) {
        return builder().part(new Operator.WithoutPair(), this, frontier);
    }

    /** Returns the weights of these edges. */
    public EdgeVector weights() {
        if (!builder().facts().isWeighted()) {
            throw builder().mistake("weights", "the graph's edges have none; ones() gives each a weight of 1");
        }
        Matrix graph = builder().graph();
        EdgeVector all = new EdgeVector(builder(), builder().numbers(new Operator.Weights(), graph.id(), graph));
        return all.of(this);
    }

    /** Returns the weights of these edges, 1 if the graph has none. */
    public EdgeVector weightsOrOnes() {
        return builder().facts().isWeighted() ? weights() : ones();
    }

    /** Returns numbers of these edges that somebody keeps from sample to sample. */
    public EdgeVector state(String name) {
        Matrix graph = builder().graph();
        EdgeVector all = new EdgeVector(builder(), builder().numbers(new Operator.EdgeState(name), graph.id(), graph));
        return all.of(this);
    }

    /** Returns 1 for each edge. */
    public EdgeVector ones() {
        return new EdgeVector(builder(), builder().numbers(new Operator.Ones(), id(), this));
    }

    /** Returns how often walks came along each edge of a matrix of visits. */
    public EdgeVector visitCounts() {
        return new EdgeVector(builder(), builder().numbers(new Operator.VisitCounts(), id(), this));
    }

    /** Returns the number of each column's vertex. */
    public ColumnVector atColumns(RowVector vertices) {
        return new ColumnVector(builder(), builder().numbers(new Operator.AtColumns(), id(), this, vertices));
    }

    /** Selects up to {@code count} different edges of each column, all alike. */
    public Matrix selectEach(int count) {
        return select(count, false, DrawKey.VERTEX);
    }

    /** Selects {@code count} edges of each column that has any, all alike, each perhaps several times. Each column draws for itself. */
    public Matrix selectEachWithReplacement(int count) {
        return select(count, true, DrawKey.POSITION);
    }

    /** Selects up to {@code count} different edges of each column, where columns think alike of a source that they share. */
    public Matrix selectEachBySource(int count) {
        return select(count, false, DrawKey.SOURCE);
    }

    /** Selects up to {@code count} different edges of each column, each as likely in proportion as its number says. */
    public Matrix selectEach(int count, EdgeVector bias) {
        return select(count, bias, false, DrawKey.VERTEX);
    }

    /** Selects {@code count} edges of each column, each as likely in proportion as its number says, and perhaps several times. */
    public Matrix selectEachWithReplacement(int count, EdgeVector bias) {
        return select(count, bias, true, DrawKey.POSITION);
    }

    /** Keeps the {@code count} edges of each column with the largest numbers; of equal ones those that come first. */
    public Matrix topEach(int count, EdgeVector numbers) {
        positive("topEach", count);
        EdgeVector own = new EdgeVector(builder(), builder().aligned("topEach", numbers, id()));
        return builder().part(new Operator.TopEach(count), this, own);
    }

    /** Selects up to {@code count} different edges of all columns together, each as likely in proportion as its number says. */
    public Matrix selectEdges(int count, EdgeVector bias) {
        positive("selectEdges", count);
        EdgeVector own = new EdgeVector(builder(), builder().aligned("selectEdges", bias, id()));
        return builder().part(new Operator.SelectEdges(builder().nextSite(), count), this, own);
    }

    /** Returns the columns' vertices and then the edges' sources, each vertex once, where it comes first: the next frontier. */
    public Frontier nodes() {
        return new Frontier(builder(), builder().call(new Operator.Nodes(), this));
    }

    /** Returns the sources and destinations of the edges, each vertex once, where it comes first. */
    public Frontier ends() {
        return new Frontier(builder(), builder().call(new Operator.Ends(), this));
    }

    /** Returns the edges' sources, edge by edge. */
    public Frontier sources() {
        return new Frontier(builder(), builder().call(new Operator.Sources(), this));
    }

    /**
     * Returns labels of vertices by their distances to a frontier's first two, each measured without the other: Zhang and Chen's double-radius node
     * labelling (SEAL, NeurIPS 2018, section 3.1). {@code 1 + min(x, y) + (d / 2) (d / 2 + d mod 2 - 1)} for distances x and y and their sum d, with whole
     * quotients; 1 for the two; 0 for a vertex that either cannot reach.
     */
    public RowVector pairLabels(Frontier vertices, Frontier pair) {
        return new RowVector(builder(), builder().call(new Operator.PairLabels(), this, vertices, pair));
    }

    private Matrix select(int count, boolean replace, DrawKey key) {
        positive("selectEach", count);
        return builder().part(new Operator.SelectEach(builder().nextSite(), count, replace, key), this);
    }

    private Matrix select(int count, EdgeVector bias, boolean replace, DrawKey key) {
        positive("selectEach", count);
        EdgeVector own = new EdgeVector(builder(), builder().aligned("selectEach", bias, id()));
        return builder().part(new Operator.SelectEach(builder().nextSite(), count, replace, key), this, own);
    }

    private void positive(String operator, int count) {
        if (count < 1) {
            throw builder().mistake(operator, "%d edges; at least 1 is selected".formatted(count));
        }
    }

    private void graphOnly(String operator) {
        if (id() != builder().graph().id()) {
            throw builder().mistake(operator, "columns are extracted from the whole graph");
        }
    }
}
