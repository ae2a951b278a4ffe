package dev.diptych.systems.sampling.program;

/** Vertices in an order. */
public final class Frontier extends Handle {
    /** So that draws of all steps have numbers of their own, second-order walks' 130 a step. */
    private static final int MOST_STEPS = 1 << 20;

    Frontier(ProgramBuilder builder, int id) {
        super(builder, id);
    }

    /** Returns these vertices and then the others that {@code more} has, each once: what is included whatever was selected. */
    public Frontier union(Frontier more) {
        return new Frontier(builder(), builder().call(new Operator.Union(), this, more));
    }

    /**
     * Walks from each of these vertices, each drawing for itself.
     *
     * @param length steps of a walk, unless it ends before
     * @param perSeed walks from each vertex
     */
    public Walks walk(int length, int perSeed, WalkRule rule) {
        if (length < 1 || length > MOST_STEPS || perSeed < 1 || perSeed > MOST_STEPS) {
            throw builder()
                    .mistake(
                            "walk",
                            "%d steps, %d walks from each vertex; both are 1 to %d"
                                    .formatted(length, perSeed, MOST_STEPS));
        }
        String wrong = wrong(rule);
        if (!wrong.isEmpty()) {
            throw builder().mistake("walk", wrong);
        }
        Operator walk = new Operator.Walk(builder().nextSite(), length, perSeed, rule);
        return new Walks(builder(), builder().call(walk, builder().graph(), this));
    }

    private static String wrong(WalkRule rule) {
        if (rule instanceof WalkRule.Uniform uniform && !(uniform.stop() >= 0 && uniform.stop() < 1)) {
            return "chance %s of ending; it is at least 0 and below 1".formatted(uniform.stop());
        }
        if (rule instanceof WalkRule.Restart restart && !(restart.back() >= 0 && restart.back() < 1)) {
            return "chance %s of going back; it is at least 0 and below 1".formatted(restart.back());
        }
        if (rule instanceof WalkRule.Node2Vec second && !(isPositive(second.p()) && isPositive(second.q()))) {
            return "p = %s, q = %s; both are positive".formatted(second.p(), second.q());
        }
        return "";
    }

    private static boolean isPositive(float x) {
        return x > 0 && x < Float.POSITIVE_INFINITY;
    }
}
