package dev.diptych.sim.machine;

import dev.diptych.sim.engine.EventQueue;
import java.util.Arrays;

/**
 * Clients in equal phases under equal conditions: they all progress at the same rate, whatever that is at a time, so one number tells how far each
 * is.
 *
 * <p>That number is virtual time, in phases: a client that joins at progress v leaves at v + 1, or earlier if it has done a part of its phase
 * elsewhere, whatever the rates were in between. A change of rate costs the same for one client as for thousands, and one event at a time stands
 * for all of them: processor sharing as in Parekh, Gallager: A generalized processor sharing approach to flow control, IEEE/ACM ToN 1(3), 1993,
 * section II.
 *
 * <p>Clients are numbers: blocks from 0 on, copies below.
 */
abstract sealed class Crowd permits Flow {
    private static final long NEVER = Long.MAX_VALUE;
    /** What counts as no phase left. Progress stays below 2^20 phases or so, which a double resolves to 2^-33. */
    private static final double TOLERANCE = 1e-9;

    private final int id;
    /** A ring, by ascending ends. */
    private double[] ends = new double[4];

    private int[] clients = new int[4];
    private int first;
    private int size;

    private double progress;
    private double ratePerPico;
    private long atPicos;
    private long wakePicos = NEVER;

    Crowd(int id) {
        this.id = id;
    }

    final int id() {
        return id;
    }

    final int size() {
        return size;
    }

    /** Notes that a client has joined; its rate follows when the machine settles. */
    abstract void joined(int client);

    /** Notes that a client has left. */
    abstract void left(int client);

    /** Notes that rates and the next wake-up have to be computed again. */
    abstract void disturb();

    /** Adds a client at its phase's beginning. */
    final void join(int client, long nowPicos) {
        join(client, 1, nowPicos);
    }

    /** Adds a client that has a part of its phase left. */
    final void join(int client, double left, long nowPicos) {
        advance(nowPicos);
        if (size == 0) {
            progress = 0;
        }
        if (size == ends.length) {
            grow();
        }
        double end = progress + left;
        int mask = ends.length - 1;
        int at = size++;
        // Most come last: they have their whole phase before them.
        while (at > 0 && ends[(first + at - 1) & mask] > end) {
            ends[(first + at) & mask] = ends[(first + at - 1) & mask];
            clients[(first + at) & mask] = clients[(first + at - 1) & mask];
            at--;
        }
        ends[(first + at) & mask] = end;
        clients[(first + at) & mask] = client;
        joined(client);
    }

    /** Removes a client that goes on elsewhere; returns what it has left of its phase. */
    final double part(int client, long nowPicos) {
        advance(nowPicos);
        int mask = ends.length - 1;
        int at = 0;
        while (at < size && clients[(first + at) & mask] != client) {
            at++;
        }
        if (at == size) {
            throw new IllegalStateException("client %d is not in crowd %d".formatted(client, id));
        }
        double left = Math.max(0, ends[(first + at) & mask] - progress);
        size--;
        for (; at < size; at++) {
            ends[(first + at) & mask] = ends[(first + at + 1) & mask];
            clients[(first + at) & mask] = clients[(first + at + 1) & mask];
        }
        left(client);
        return left;
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
        return size > 0 && ends[first] - progress <= TOLERANCE;
    }

    /** Removes the client that has come to its phase's end. */
    final int leave() {
        int client = clients[first];
        first = (first + 1) & (ends.length - 1);
        size--;
        left(client);
        return client;
    }

    final void advance(long nowPicos) {
        progress += ratePerPico * (nowPicos - atPicos);
        atPicos = nowPicos;
    }

    /** Sets the rate from now on, in phases per picosecond of one client, and plans the next wake-up. */
    final void run(double newRatePerPico, EventQueue events) {
        if (!(newRatePerPico > 0)) {
            throw new IllegalStateException("crowd %d has rate %s".formatted(id, newRatePerPico));
        }
        ratePerPico = newRatePerPico;
        if (size == 0) {
            return;
        }
        double picosLeft = Math.max(0, Math.ceil((ends[first] - progress) / newRatePerPico));
        long duePicos = atPicos + (long) picosLeft;
        // A wake-up that has become too early finds nobody done and plans again: cheaper than taking events back.
        if (duePicos < wakePicos) {
            wakePicos = duePicos;
            events.add(duePicos, Event.of(Event.CROWD, id));
        }
    }

    private void grow() {
        int length = ends.length;
        double[] allEnds = Arrays.copyOf(ends, 2 * length);
        int[] allClients = Arrays.copyOf(clients, 2 * length);
        // The ring's wrapped part goes behind its beginning.
        System.arraycopy(ends, 0, allEnds, length, first);
        System.arraycopy(clients, 0, allClients, length, first);
        ends = allEnds;
        clients = allClients;
    }
}
