package dev.diptych.sim.machine;

import java.util.Arrays;

/**
 * Clients of a crowd in the order in which they come to their phase's end: those on one multiprocessor, or all. Those on one multiprocessor have
 * the same pipes, so when their share of them changes, they move to another crowd together.
 */
final class Team {
    /** Where its crowd finds it. */
    private int seat;
    /** A ring: when each is done, in phases of its crowd's progress, and how many had joined the crowd before it. */
    private double[] ends = new double[8];

    private long[] ranks = new long[8];
    private int[] clients = new int[8];
    private int first;
    private int size;

    /** Where it is in the heap of its crowd's teams; kept by the heap. */
    int heapIndex;

    /** Becomes a team that its crowd finds at a seat. */
    void sitAt(int itsSeat) {
        seat = itsSeat;
    }

    int seat() {
        return seat;
    }

    int size() {
        return size;
    }

    /** Returns when the first client is done, in phases of its crowd's progress. */
    double end() {
        return ends[first];
    }

    /** Returns how many had joined its crowd before the first client: it goes first among those that are done at the same progress. */
    long rank() {
        return ranks[first];
    }

    /** Adds a client whose rank is higher than all others'; returns whether it comes first. */
    boolean add(int client, double end, long rank) {
        if (size == ends.length) {
            grow();
        }
        int mask = ends.length - 1;
        int at = size++;
        // Most come last: they have their whole phase before them.
        while (at > 0 && ends[(first + at - 1) & mask] > end) {
            move((first + at - 1) & mask, (first + at) & mask);
            at--;
        }
        int index = (first + at) & mask;
        ends[index] = end;
        ranks[index] = rank;
        clients[index] = client;
        return at == 0;
    }

    /** Removes the first client, of several. */
    void removeFirst() {
        first = (first + 1) & (ends.length - 1);
        size--;
    }

    /** Forgets all clients. */
    void clear() {
        size = 0;
    }

    /** Returns the position of a client, the first one's being 0, or the size when it is not there. */
    int find(int client) {
        int at = 0;
        while (at < size && clients[(first + at) & (ends.length - 1)] != client) {
            at++;
        }
        return at;
    }

    /** Returns the client at a position. */
    int clientAt(int position) {
        return clients[(first + position) & (ends.length - 1)];
    }

    /** Returns when the client at a position is done. */
    double endAt(int position) {
        return ends[(first + position) & (ends.length - 1)];
    }

    /** Removes the client at a position. */
    void removeAt(int position) {
        int mask = ends.length - 1;
        size--;
        for (int at = position; at < size; at++) {
            move((first + at + 1) & mask, (first + at) & mask);
        }
    }

    /** Goes over to another crowd: what its clients have left of their phases, they have left there. */
    void translate(double progress, double otherProgress, long firstRank) {
        int mask = ends.length - 1;
        for (int at = 0; at < size; at++) {
            int index = (first + at) & mask;
            ends[index] = otherProgress + Math.max(0, ends[index] - progress);
            ranks[index] = firstRank + at;
        }
    }

    private void move(int from, int to) {
        ends[to] = ends[from];
        ranks[to] = ranks[from];
        clients[to] = clients[from];
    }

    private void grow() {
        int length = ends.length;
        double[] allEnds = Arrays.copyOf(ends, 2 * length);
        long[] allRanks = Arrays.copyOf(ranks, 2 * length);
        int[] allClients = Arrays.copyOf(clients, 2 * length);
        // The ring's wrapped part goes behind its beginning.
        System.arraycopy(ends, 0, allEnds, length, first);
        System.arraycopy(ranks, 0, allRanks, length, first);
        System.arraycopy(clients, 0, allClients, length, first);
        ends = allEnds;
        ranks = allRanks;
        clients = allClients;
    }
}
