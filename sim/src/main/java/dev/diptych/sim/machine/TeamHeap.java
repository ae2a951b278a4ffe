package dev.diptych.sim.machine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The teams of a crowd that have clients: a 4-ary heap whose first has the client that is done first. What is compared lies side by side, for
 * the first team goes down the whole heap with nearly every client that is done.
 */
final class TeamHeap {
    private static final int ARITY = 4;

    private double[] ends = new double[4];
    private @Nullable Team[] teams = new Team[4];
    private int size;

    /** Returns when the first client of all is done, in phases of the crowd's progress; there has to be one. */
    double firstEnd() {
        return ends[0];
    }

    /** Returns the team whose first client is done first; there has to be one. */
    Team first() {
        return at(0);
    }

    void add(Team team) {
        if (size == teams.length) {
            teams = Arrays.copyOf(teams, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
        }
        rise(size++, team);
    }

    void remove(Team team) {
        Team last = at(--size);
        teams[size] = null;
        if (last != team) {
            place(team.heapIndex, last);
        }
    }

    /** Puts a team where it belongs now that its first client is another one. */
    void update(Team team) {
        place(team.heapIndex, team);
    }

    private void place(int index, Team team) {
        if (index > 0 && isBefore(team.end(), team, (index - 1) / ARITY)) {
            rise(index, team);
        } else {
            sink(index, team);
        }
    }

    private void rise(int from, Team team) {
        double end = team.end();
        int index = from;
        while (index > 0 && isBefore(end, team, (index - 1) / ARITY)) {
            move((index - 1) / ARITY, index);
            index = (index - 1) / ARITY;
        }
        set(index, end, team);
    }

    private void sink(int from, Team team) {
        double end = team.end();
        int index = from;
        while (ARITY * index + 1 < size) {
            int child = firstChild(index);
            if (isBefore(end, team, child)) {
                break;
            }
            move(child, index);
            index = child;
        }
        set(index, end, team);
    }

    /** Returns the child that comes before its siblings. */
    private int firstChild(int index) {
        int first = ARITY * index + 1;
        int behind = Math.min(first + ARITY, size);
        for (int child = first + 1; child < behind; child++) {
            if (isBefore(ends[child], at(child), first)) {
                first = child;
            }
        }
        return first;
    }

    private boolean isBefore(double end, Team team, int other) {
        return end < ends[other]
                || (end == ends[other] && team.rank() < at(other).rank());
    }

    private Team at(int index) {
        Team team = teams[index];
        if (team == null) {
            throw new IllegalStateException("there are %d teams, but team %d is asked for".formatted(size, index));
        }
        return team;
    }

    private void move(int from, int to) {
        set(to, ends[from], at(from));
    }

    private void set(int index, double end, Team team) {
        ends[index] = end;
        teams[index] = team;
        team.heapIndex = index;
    }
}
