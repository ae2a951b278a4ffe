package dev.diptych.systems.sampling.program;

import dev.diptych.model.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Where a program is written: calls on what it gives out add nodes, in the order of the calls.
 *
 * <p>What cannot be is refused where it is written, by one line that names the operator and the line of the caller.
 */
public final class ProgramBuilder {
    private static final StackWalker STACK = StackWalker.getInstance();
    private static final String OURS = ProgramBuilder.class.getPackageName() + ".";

    private final GraphFacts facts;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();
    /** Of each node with numbers of edges or columns: the matrix they are of. Of each matrix: the one whose edges it has some of, or itself. */
    private final Map<Integer, Integer> owners = new HashMap<>();

    private final Matrix graph;
    private final Frontier seeds;
    private int sites;

    public ProgramBuilder(GraphFacts facts) {
        this.facts = facts;
        this.graph = new Matrix(this, add(new Operator.Graph(), "the graph"));
        this.seeds = new Frontier(this, add(new Operator.Seeds(), "the seeds"));
        owners.put(graph.id(), graph.id());
    }

    /** Returns the whole graph. */
    public Matrix graph() {
        return graph;
    }

    /** Returns the vertices that a sample is asked for. */
    public Frontier seeds() {
        return seeds;
    }

    /** Returns how many types of vertices there are: 1 if all are alike. */
    public int types() {
        return facts.types();
    }

    /** Returns the vertices' features. */
    public Features features() {
        if (facts.featureWidth() == 0) {
            throw mistake("features", "the vertices have none, and the program computes with them");
        }
        return new Features(this, call(new Operator.FeatureTable(facts.featureWidth())), facts.featureWidth());
    }

    /** Makes a matrix a part of the sample. */
    public void layer(Matrix matrix) {
        own("layer", matrix);
        outputs.add(new Output.Layer(matrix.id(), OptionalInt.empty()));
    }

    /** Makes a matrix, with numbers of its edges, a part of the sample. */
    public void layer(Matrix matrix, EdgeVector weights) {
        own("layer", matrix);
        outputs.add(new Output.Layer(matrix.id(), OptionalInt.of(aligned("layer", weights, matrix.id()))));
    }

    /** Makes walks a part of the sample. */
    public void walks(Walks walks) {
        own("walks", walks);
        outputs.add(new Output.Walks(walks.id()));
    }

    /** Makes vertices a part of the sample. */
    public void vertices(Frontier frontier) {
        own("vertices", frontier);
        outputs.add(new Output.Vertices(frontier.id(), OptionalInt.empty()));
    }

    /** Makes vertices, with a number for each, a part of the sample. */
    public void vertices(Frontier frontier, RowVector labels) {
        own("vertices", frontier);
        own("vertices", labels);
        outputs.add(new Output.Vertices(frontier.id(), OptionalInt.of(labels.id())));
    }

    /** Returns the program. */
    public SamplingProgram build() {
        if (outputs.isEmpty()) {
            throw new InputException("a sampling program has no output: call layer, walks or vertices");
        }
        return new SamplingProgram(nodes, outputs);
    }

    GraphFacts facts() {
        return facts;
    }

    /** Returns the site of a random operator that is being added. */
    int nextSite() {
        return sites++;
    }

    /** Adds a node for whoever called into this package. */
    int call(Operator operator, Handle... inputs) {
        for (Handle input : inputs) {
            own(operator.getClass().getSimpleName(), input);
        }
        Integer[] ids = new Integer[inputs.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = inputs[i].id();
        }
        return add(operator, line(), ids);
    }

    /** Adds a matrix that has some of another's edges. */
    Matrix part(Operator operator, Matrix of, Handle... others) {
        Handle[] inputs = new Handle[others.length + 1];
        inputs[0] = of;
        System.arraycopy(others, 0, inputs, 1, others.length);
        int id = call(operator, inputs);
        owners.put(id, of.id());
        return new Matrix(this, id);
    }

    /** Adds a matrix whose edges are no other's. */
    Matrix apart(Operator operator, Handle... inputs) {
        int id = call(operator, inputs);
        owners.put(id, id);
        return new Matrix(this, id);
    }

    /** Adds numbers of a matrix's edges or columns. */
    int numbers(Operator operator, int matrix, Handle... inputs) {
        int id = call(operator, inputs);
        owners.put(id, matrix);
        return id;
    }

    int owner(Handle handle) {
        return owner(handle.id());
    }

    /** Returns numbers of edges as numbers of a matrix that has some of these edges. */
    int aligned(String operator, EdgeVector numbers, int matrix) {
        own(operator, numbers);
        if (owner(numbers) == matrix) {
            return numbers.id();
        }
        if (!isPart(matrix, owner(numbers))) {
            throw mistake(
                    operator,
                    "its numbers are of the edges of %s, of which %s has none"
                            .formatted(nodes.get(owner(numbers)), nodes.get(matrix)));
        }
        int id = add(new Operator.Restrict(), line(), numbers.id(), matrix);
        owners.put(id, matrix);
        return id;
    }

    /** Returns which of two matrices' edges numbers of both can be brought together on: those of the one that is a part of the other. */
    int narrower(String operator, EdgeVector one, EdgeVector other) {
        own(operator, one);
        own(operator, other);
        return isPart(owner(one), owner(other)) ? owner(one) : owner(other);
    }

    /** Checks that two matrices have the same columns. */
    void sameColumns(String operator, int one, int other) {
        if (columns(one) != columns(other)) {
            throw mistake(
                    operator,
                    "its numbers are of the columns of %s, and the edges of %s"
                            .formatted(nodes.get(columns(other)), nodes.get(columns(one))));
        }
    }

    InputException mistake(String operator, String what) {
        return new InputException("%s: %s: %s".formatted(line(), operator, what));
    }

    private int owner(int node) {
        return Objects.requireNonNull(owners.get(node), "a node that is of no matrix");
    }

    /** Returns the matrix that gave a matrix its columns. */
    private int columns(int matrix) {
        int at = matrix;
        while (owner(at) != at && !(nodes.get(at).operator() instanceof Operator.Columns)) {
            at = owner(at);
        }
        return at;
    }

    private boolean isPart(int matrix, int whole) {
        int at = matrix;
        while (at != whole && owner(at) != at) {
            at = owner(at);
        }
        return at == whole;
    }

    private void own(String operator, Handle handle) {
        if (handle.builder() != this) {
            throw mistake(operator, "it is given what another program made");
        }
    }

    private int add(Operator operator, String line, Integer... inputs) {
        int id = nodes.size();
        nodes.add(new Node(id, operator, List.of(inputs), line));
        return id;
    }

    private static String line() {
        return STACK.walk(frames -> frames.filter(frame -> !frame.getClassName().startsWith(OURS))
                .findFirst()
                .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                .orElse("an unknown line"));
    }
}
