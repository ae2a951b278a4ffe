package dev.diptych.sim.machine;

import dev.diptych.sim.engine.EventQueue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Clients in equal phases under equal conditions: they all progress at the same rate, whatever that is at a time, so one number tells how far each
 * is.
 *
 * <p>That number is virtual time, in phases: a client that joins at progress v leaves at v + 1, or earlier if it has done a part of its phase
 * elsewhere, whatever the rates were in between. A change of rate costs the same for one client as for thousands, and one event at a time stands
 * for all of them: processor sharing as in Parekh, Gallager: A generalized processor sharing approach to flow control, IEEE/ACM ToN 1(3), 1993,
 * section II.
 *
 * <p>Clients of one multiprocessor that may go elsewhere are a {@link Team}: they are few, so to find one is cheap, and they go together.
 *
 * <p>Clients are numbers: blocks from 0 on, copies below.
 */
abstract sealed class Crowd permits Flow {
    private static final long NEVER = Long.MAX_VALUE;
    /** What counts as no phase left. Progress stays below 2^20 phases or so, which a double resolves to 2^-33. */
    private static final double TOLERANCE = 1e-9;

    private final int id;
    private final EventQueue events;
    private final Teams idle;
    private final boolean isTeamed;
    /** By multiprocessor from the second on, or all clients as the first; null where it has no clients. */
    private @Nullable Team[] teams = new Team[1];

    private final TeamHeap heap = new TeamHeap();
    private int size;
    /** How many have joined. */
    private long ranks;

    private double progress;
    private double ratePerPico;
    private long atPicos;
    private long wakePicos = NEVER;

    /**
     * @param home where it finds teams, and plans its wake-ups
     * @param isTeamed whether the clients of one multiprocessor may go elsewhere; otherwise, all are one team, which costs less
     */
    Crowd(int id, Crowds home, boolean isTeamed) {
        this.id = id;
        this.isTeamed = isTeamed;
        this.events = home.events();
        this.idle = home.teams();
    }

    final int id() {
        return id;
    }

    final int size() {
        return size;
    }

    /** Returns the multiprocessor of a client, or -1 when it is a copy. */
    abstract int sm(int client);

    /** Notes that a client has joined on a multiprocessor; its rate follows when the machine settles. */
    abstract void joined(int sm);

    /** Notes that a client has left. */
    abstract void left(int sm);

    /** Notes that clients have come over from another crowd that uses the same. */
    abstract void tookOver();

    /** Notes that its crowds have gone over to another fabric. */
    abstract void moved();

    /** Notes that rates and the next wake-up have to be computed again. */
    abstract void disturb();

    /** Adds a client at its phase's beginning. */
    final void join(int client, long nowPicos) {
        join(client, 1, nowPicos);
    }

    /** Adds a client that has a part of its phase left. */
    final void join(int client, double left, long nowPicos) {
        begin(nowPicos);
        int sm = sm(client);
        int seat = seat(sm);
        Team team = teamAt(seat);
        if (team == null) {
            team = idle.take(seat);
            seat(team);
            team.add(client, progress + left, ranks++);
            heap.add(team);
        } else if (team.add(client, progress + left, ranks++)) {
            heap.update(team);
        }
        size++;
        joined(sm);
    }

    /** Removes a client that goes on elsewhere; returns what it has left of its phase. */
    final double part(int client, long nowPicos) {
        advance(nowPicos);
        int sm = sm(client);
        Team team = teamAt(seat(sm));
        int at = team == null ? 0 : team.find(client);
        if (team == null || at == team.size()) {
            throw new IllegalStateException("client %d is not in crowd %d".formatted(client, id));
        }
        double left = Math.max(0, team.endAt(at) - progress);
        if (team.size() == 1) {
            disband(team);
        } else {
            team.removeAt(at);
            if (at == 0) {
                heap.update(team);
            }
        }
        size--;
        left(sm);
        return left;
    }

    /** Takes over all clients that another crowd has on a multiprocessor, with what they have left of their phases. */
    final void takeOver(Crowd other, int sm, long nowPicos) {
        Team team = other.teamAt(other.seat(sm));
        if (team == null) {
            return;
        }
        other.advance(nowPicos);
        begin(nowPicos);
        Team present = teamAt(team.seat());
        int count = team.size();
        other.unseat(team);
        team.translate(other.progress, progress, ranks);
        if (present == null) {
            seat(team);
            heap.add(team);
        } else {
            for (int i = 0; i < count; i++) {
                present.add(team.clientAt(i), team.endAt(i), ranks + i);
            }
            heap.update(present);
            team.clear();
            idle.give(team);
        }
        ranks += count;
        size += count;
        other.size -= count;
        other.disturb();
        tookOver();
    }

    private void begin(long nowPicos) {
        advance(nowPicos);
        if (size == 0) {
            progress = 0;
        }
    }

    /** Returns where the team of a multiprocessor sits. */
    private int seat(int sm) {
        return isTeamed ? sm + 1 : 0;
    }

    private @Nullable Team teamAt(int seat) {
        return seat < teams.length ? teams[seat] : null;
    }

    private void seat(Team team) {
        if (team.seat() >= teams.length) {
            teams = Arrays.copyOf(teams, Math.max(team.seat() + 1, 2 * teams.length));
        }
        teams[team.seat()] = team;
    }

    private void unseat(Team team) {
        teams[team.seat()] = null;
        heap.remove(team);
    }

    /** Gives up a team whose last client goes. */
    private void disband(Team team) {
        unseat(team);
        team.clear();
        idle.give(team);
    }

    /** Returns whether the event of a wake-up at a time is still meant: a later plan may have overtaken it. */
    final boolean wakes(long nowPicos) {
        if (wakePicos != nowPicos) {
            return false;
        }
        wakePicos = NEVER;
        advance(nowPicos);
        disturb();
        return true;
    }

    /** Returns whether a client has come to its phase's end; of a crowd that is awake. */
    final boolean hasDone() {
        return size > 0 && heap.firstEnd() - progress <= TOLERANCE;
    }

    /** Removes the client that has come to its phase's end. */
    final int leave() {
        Team team = heap.first();
        int client = team.clientAt(0);
        if (team.size() == 1) {
            disband(team);
        } else {
            team.removeFirst();
            heap.update(team);
        }
        size--;
        left(sm(client));
        return client;
    }

    final void advance(long nowPicos) {
        progress += ratePerPico * (nowPicos - atPicos);
        atPicos = nowPicos;
    }

    /** Sets the rate from now on, in phases per picosecond of one client, and plans the next wake-up. */
    final void run(double newRatePerPico) {
        if (!(newRatePerPico > 0)) {
            throw new IllegalStateException("crowd %d has rate %s".formatted(id, newRatePerPico));
        }
        ratePerPico = newRatePerPico;
        if (size == 0) {
            return;
        }
        double picosLeft = Math.max(0, Math.ceil((heap.firstEnd() - progress) / newRatePerPico));
        long duePicos = atPicos + (long) picosLeft;
        // A wake-up that has become too early finds nobody done and plans again: cheaper than taking events back.
        if (duePicos < wakePicos) {
            wakePicos = duePicos;
            events.add(duePicos, Event.of(Event.CROWD, id));
        }
    }
}
