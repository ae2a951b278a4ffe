package dev.diptych.sim.machine;

import dev.diptych.sim.engine.EventQueue;
import java.util.Arrays;

/**
 * Clients in equal phases: they all progress at the same rate, whatever that is at a time, so one number tells how far each is.
 *
 * <p>That number is virtual time, in phases: a client that joins at progress v leaves at v + 1, first in first out, whatever the rates
 * were in between. A change of rate costs the same for one client as for thousands, and one event at a time stands for all of them:
 * processor sharing as in Parekh, Gallager: A generalized processor sharing approach to flow control, IEEE/ACM ToN 1(3), 1993, section II.
 *
 * <p>Clients are numbers: blocks from 0 on, copies below.
 */
abstract sealed class Crowd permits Flow, IssueShare {
    private static final long NEVER = Long.MAX_VALUE;
    /** What counts as no phase left. Progress stays below 2^20 phases or so, which a double resolves to 2^-33. */
    private static final double TOLERANCE = 1e-9;

    private final int id;
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

    /** Adds a client. */
    final void join(int client, long nowPicos) {
        advance(nowPicos);
        if (size == 0) {
            progress = 0;
        }
        if (size == ends.length) {
            grow();
        }
        int last = (first + size) & (ends.length - 1);
        ends[last] = progress + 1;
        clients[last] = client;
        size++;
        joined(client);
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
