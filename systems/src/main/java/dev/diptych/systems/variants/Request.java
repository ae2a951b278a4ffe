package dev.diptych.systems.variants;

import java.util.List;

/** A request that is being answered, by one variant or by several that vote. */
public final class Request {
    private final long id;
    private final int kind;
    private final Objective objective;
    private final long arrivedNanos;
    private List<Integer> members = List.of();
    private int missing;

    Request(long id, int kind, Objective objective, long arrivedNanos) {
        this.id = id;
        this.kind = kind;
        this.objective = objective;
        this.arrivedNanos = arrivedNanos;
    }

    public long id() {
        return id;
    }

    public int kind() {
        return kind;
    }

    public Objective objective() {
        return objective;
    }

    /** Returns its intended arrival, in nanoseconds of the run. */
    public long arrivedNanos() {
        return arrivedNanos;
    }

    /** Returns the variants that answer it, by number. */
    public List<Integer> members() {
        return members;
    }

    void sentTo(List<Integer> variants) {
        members = List.copyOf(variants);
        missing = members.size();
    }

    /** Takes an answer; returns whether it was the last that was missing. */
    boolean answered() {
        missing--;
        return missing == 0;
    }
}
