package dev.diptych.sim.ptx.exec;

import java.util.Arrays;

/** The 32 banks of shared memory, each of which gives one 4-byte word at a time (CUDA programming guide, "Shared Memory"). */
final class Banks {
    private static final int COUNT = 32;
    private static final int WORD_BITS = 2;
    /** Bytes of a word from each bank, as a power of two. */
    private static final int ROW_BITS = 7;

    private final long[] firstWords = new long[COUNT];
    private final int[] found = new int[COUNT];
    private final long[] words = new long[COUNT * Warp.LANES];

    /**
     * Returns the wavefronts of an access: the most different words that lanes touch of one bank.
     *
     * @param from where the lanes' addresses begin, each aligned to the lane's bytes
     * @param lanes that are served together, at least one
     * @param wordsPerLane that each touches
     */
    int wavefronts(long[] addresses, int from, int lanes, int wordsPerLane) {
        return isOneRow(addresses, from, lanes) || hasOneWordABank(addresses, from, lanes)
                ? 1
                : mostWords(addresses, from, lanes, wordsPerLane);
    }

    /** Returns the most lanes that touch any word of one bank, each aligned to its bytes. */
    int mostLanes(long[] addresses, int from, int lanes) {
        Arrays.fill(found, 0);
        int most = 1;
        for (int rest = lanes; rest != 0; rest &= rest - 1) {
            int bank = (int) (addresses[from + Integer.numberOfTrailingZeros(rest)] >> WORD_BITS) & COUNT - 1;
            most = Math.max(most, ++found[bank]);
        }
        return most;
    }

    /** Returns whether all words have different banks or are the same, because they lie in one row of the banks: nearly all accesses. */
    private static boolean isOneRow(long[] addresses, int from, int lanes) {
        int first = Integer.numberOfTrailingZeros(lanes);
        int end = Warp.LANES - Integer.numberOfLeadingZeros(lanes);
        long differing = 0;
        for (int lane = first; lane < end; lane++) {
            differing |= (addresses[from + lane] ^ addresses[from + first]) & -(lanes >>> lane & 1L);
        }
        return differing >>> ROW_BITS == 0;
    }

    /** Returns the same for any rows; since lanes are aligned, their first words tell. */
    private boolean hasOneWordABank(long[] addresses, int from, int lanes) {
        int used = 0;
        for (int rest = lanes; rest != 0; rest &= rest - 1) {
            long word = addresses[from + Integer.numberOfTrailingZeros(rest)] >> WORD_BITS;
            int bank = (int) word & COUNT - 1;
            if ((used & 1 << bank) != 0 && firstWords[bank] != word) {
                return false;
            }
            used |= 1 << bank;
            firstWords[bank] = word;
        }
        return true;
    }

    private int mostWords(long[] addresses, int from, int lanes, int wordsPerLane) {
        Arrays.fill(found, 0);
        int most = 1;
        for (int rest = lanes; rest != 0; rest &= rest - 1) {
            long word = addresses[from + Integer.numberOfTrailingZeros(rest)] >> WORD_BITS;
            for (int i = 0; i < wordsPerLane; i++) {
                most = Math.max(most, add(word + i));
            }
        }
        return most;
    }

    private int add(long word) {
        int bank = (int) word & COUNT - 1;
        for (int i = 0; i < found[bank]; i++) {
            if (words[bank * Warp.LANES + i] == word) {
                return found[bank];
            }
        }
        words[bank * Warp.LANES + found[bank]++] = word;
        return found[bank];
    }
}
