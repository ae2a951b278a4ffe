package dev.diptych.sim.ptx.exec;

/**
 * How lanes of a warp share their way to shared memory.
 *
 * <p>Accesses of 8 bytes a lane are made by half warps, of 16 bytes by quarters. Two neighbouring ones go together where each lane has the address of the lane
 * beside it, or each that of the lane two further ({@code traces/data/micro-core/lds-*}: broadcasts and groups of 4 and 8 lanes with one address take one
 * wavefront of 8 bytes a lane and two of 16, all lanes with addresses of their own two and four). For groups of two lanes that is assumed.
 *
 * <p>Atomics are made for the lanes of a word one by one ({@code traces/data/micro-core/atomic-shared-lanes-*-by-3}: 8 lanes take 8 cycles, 32 take 32), but
 * additions of one for all of them at once ({@code atomic-shared-lanes-*}).
 */
final class SharedStage {
    private final Banks banks = new Banks();

    private int wavefronts;
    private int conflicts;

    /** Counts the wavefronts of an access: lanes that touch different words of one bank go one after the other. */
    void count(long[] addresses, MemoryAccess access, int from, int lanes) {
        count(addresses, access, access.bytes(), from, lanes);
    }

    /** Returns the wavefronts that an access takes as machine code makes it, which may be with others. */
    int passes(long[] addresses, MemoryAccess access, int from, int lanes) {
        if (access.movedBytes() == 0) {
            return 0;
        }
        count(addresses, access, access.movedBytes(), from, lanes);
        return wavefronts;
    }

    private void count(long[] addresses, MemoryAccess access, int bytes, int from, int lanes) {
        wavefronts = 0;
        conflicts = 0;
        int words = Math.max(1, bytes / Integer.BYTES);
        boolean isOneByOne = access.kind() == MemoryAccess.Kind.ATOMIC && !access.joinsLanes();
        int lanesAtOnce = Warp.LANES / words;
        for (int first = 0; first < Warp.LANES; ) {
            int pair = lanes & firstLanes(2 * lanesAtOnce) << first;
            boolean isJoined = words > 1
                    && !isOneByOne
                    && first % (2 * lanesAtOnce) == 0
                    && (areEqual(addresses, from, pair, 1) || areEqual(addresses, from, pair, 2));
            int taken = isJoined ? 2 * lanesAtOnce : lanesAtOnce;
            int group = lanes & firstLanes(taken) << first;
            if (group != 0) {
                int degree = isOneByOne
                        ? banks.mostLanes(addresses, from, group)
                        : banks.wavefronts(addresses, from, group, words);
                wavefronts += degree;
                conflicts += degree - 1;
            }
            first += taken;
        }
    }

    private static int firstLanes(int count) {
        return -1 >>> -count;
    }

    /** Returns whether lanes a distance apart, a power of two, have the same address where both are there. */
    private static boolean areEqual(long[] addresses, int from, int lanes, int distance) {
        for (int rest = lanes; rest != 0; rest &= rest - 1) {
            int lane = Integer.numberOfTrailingZeros(rest);
            int other = lane ^ distance;
            if ((lanes >>> other & 1) != 0 && addresses[from + lane] != addresses[from + other]) {
                return false;
            }
        }
        return true;
    }

    /** Returns the wavefronts of the access that was counted last. */
    int wavefronts() {
        return wavefronts;
    }

    /** Returns how many of them conflicts add. */
    int conflicts() {
        return conflicts;
    }
}
