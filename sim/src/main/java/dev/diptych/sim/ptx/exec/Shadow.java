package dev.diptych.sim.ptx.exec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is known of each byte of a block's shared memory, to find races and loads of bytes that nobody wrote. Two accesses of different
 * threads to one byte, at least one of them a store and not both atomic, race unless a barrier of the block lies between them or, inside a
 * warp, a warp-wide synchronisation. Stores of equal bytes are let pass, and so are lanes that store to one byte by one instruction: which of them
 * wins is open, but they mostly store the same. A barrier for a part of the block counts as one for all of it.
 */
final class Shadow {
    private static final int NOBODY = -1;
    private static final int MANY = -2;
    /** An epoch before all barriers. */
    private static final int LONG_AGO = -1;

    private final int[] writer;
    private final int[] writeEpoch;
    private final int[] writeSync;
    private final int[] writeSite;
    private final boolean[] writeAtomic;
    /** The thread that read it since the last barrier, or that several did. */
    private final int[] readThread;
    /** The warp of those threads. */
    private final int[] readWarp;

    private final int[] readEpoch;
    private final int[] readSync;
    private final int[] readSite;
    private int epoch;
    /** The first load of a byte that nobody had written; a race, should another thread write it before the next barrier. */
    private @Nullable KernelFault uninitialised;

    /** A race of the store that is being made, unless it stores what is there already. */
    private @Nullable KernelFault suspected;

    private int suspectedIndex;
    private byte suspectedValue;

    Shadow(int bytes) {
        writer = new int[bytes];
        writeEpoch = new int[bytes];
        writeSync = new int[bytes];
        writeSite = new int[bytes];
        writeAtomic = new boolean[bytes];
        readThread = new int[bytes];
        readWarp = new int[bytes];
        readEpoch = new int[bytes];
        readSync = new int[bytes];
        readSite = new int[bytes];
    }

    void clear() {
        Arrays.fill(writer, NOBODY);
        Arrays.fill(readThread, NOBODY);
        epoch = 0;
        uninitialised = null;
    }

    /** All threads of the block have met. */
    void barrier() {
        end();
        epoch++;
    }

    /** Nothing more is going to be written that a load should have waited for. */
    void end() {
        if (uninitialised != null) {
            throw uninitialised;
        }
    }

    private static int thread(Warp warp, int lane) {
        return warp.index * Warp.LANES + lane;
    }

    void load(Warp warp, int index, int bytes, int lane, int site) {
        int thread = thread(warp, lane);
        for (int i = index; i < index + bytes; i++) {
            if (writer[i] == NOBODY && uninitialised == null) {
                uninitialised = warp.fault(
                        lane,
                        site,
                        "uninitialised: byte %d of shared memory is read, but nobody wrote it".formatted(i));
            }
            if (races(writer[i], writeEpoch[i], writeSync[i], warp, thread)) {
                throw race(warp, lane, site, i, "reads", writer[i], "writes", writeSite[i]);
            }
            read(warp, i, thread, site);
        }
    }

    private void read(Warp warp, int i, int thread, int site) {
        if (readThread[i] == NOBODY || readEpoch[i] != epoch) {
            readThread[i] = thread;
            readWarp[i] = warp.index;
        } else {
            readThread[i] = readThread[i] == thread ? thread : MANY;
            readWarp[i] = readWarp[i] == warp.index ? warp.index : MANY;
        }
        readEpoch[i] = epoch;
        readSync[i] = warp.syncs;
        readSite[i] = site;
    }

    void store(Warp warp, int index, int bytes, int lane, int site) {
        write(warp, index, bytes, lane, site, false);
    }

    /** A store that races with nobody: from now on the bytes are written, at no time in particular. */
    void storeVolatile(Warp warp, int index, int bytes, int lane, int site) {
        for (int i = index; i < index + bytes; i++) {
            writer[i] = thread(warp, lane);
            writeEpoch[i] = LONG_AGO;
            writeSite[i] = site;
            writeAtomic[i] = false;
        }
    }

    void atomic(Warp warp, int index, int bytes, int lane, int site) {
        write(warp, index, bytes, lane, site, true);
    }

    private void write(Warp warp, int index, int bytes, int lane, int site, boolean isAtomic) {
        int thread = thread(warp, lane);
        for (int i = index; i < index + bytes; i++) {
            if (isAtomic && writer[i] == NOBODY) {
                throw warp.fault(
                        lane,
                        site,
                        "uninitialised: byte %d of shared memory is updated, but nobody wrote it".formatted(i));
            }
            boolean bothAtomic = isAtomic && writeAtomic[i];
            boolean sameInstruction = writer[i] >= 0
                    && writer[i] / Warp.LANES == warp.index
                    && writeSite[i] == site
                    && writeSync[i] == warp.syncs;
            if (!bothAtomic && !sameInstruction && races(writer[i], writeEpoch[i], writeSync[i], warp, thread)) {
                KernelFault race = race(warp, lane, site, i, "writes", writer[i], "writes", writeSite[i]);
                if (isAtomic) {
                    throw race;
                }
                suspect(race, i, warp.shared[i]);
            }
            if (readerRaces(i, warp, thread)) {
                throw writer[i] == NOBODY && readThread[i] != MANY
                        ? readTooEarly(warp, thread, site, i)
                        : race(warp, lane, site, i, "writes", readThread[i], "reads", readSite[i]);
            }
            writer[i] = thread;
            writeEpoch[i] = epoch;
            writeSync[i] = warp.syncs;
            writeSite[i] = site;
            writeAtomic[i] = isAtomic;
        }
    }

    private void suspect(KernelFault race, int index, byte value) {
        if (suspected == null) {
            suspected = race;
            suspectedIndex = index;
            suspectedValue = value;
        }
    }

    /** The store has been made: one that left the byte as another thread's store had is let pass. */
    void stored(byte[] shared) {
        KernelFault race = suspected;
        suspected = null;
        if (race != null && shared[suspectedIndex] != suspectedValue) {
            throw race;
        }
    }

    private boolean readerRaces(int i, Warp warp, int thread) {
        if (readThread[i] == NOBODY || readThread[i] == thread || readEpoch[i] != epoch) {
            return false;
        }
        return readWarp[i] != warp.index || readSync[i] == warp.syncs;
    }

    /** The thread to blame is the one that read what the other was yet to write. */
    private KernelFault readTooEarly(Warp warp, int thread, int site, int i) {
        Warp reader = warp.block.warp(readThread[i] / Warp.LANES).warp();
        return race(reader, readThread[i] % Warp.LANES, readSite[i], i, "reads", thread, "writes", site);
    }

    private boolean races(int other, int otherEpoch, int otherSync, Warp warp, int thread) {
        if (other == NOBODY || other == thread || otherEpoch != epoch) {
            return false;
        }
        return other / Warp.LANES != warp.index || otherSync == warp.syncs;
    }

    private static KernelFault race(
            Warp warp, int lane, int site, int at, String does, int other, String otherDoes, int otherSite) {
        String who = other >= 0 ? "thread %d of the block".formatted(other) : "another thread";
        return warp.fault(
                lane,
                site,
                "race: it %s byte %d of shared memory, which %s %s at line %d with no barrier in between"
                        .formatted(
                                does,
                                at,
                                who,
                                otherDoes,
                                warp.block.code().where(otherSite).line()));
    }
}
