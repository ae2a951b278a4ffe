package dev.diptych.sim.cache;

/*
 * Lines that follow each other belong to sets that follow each other, so of any run of as many lines as there are sets that begins at a multiple
 * of their number, each set gets exactly one: what lies together and fits into the cache stays there. A hash of the whole line number would
 * give some sets more lines than they have ways long before: in a replay of a published bandwidth curve of a GPU's L2 (gpu-benches,
 * gpu-l2-cache), LRU with hashed sets was 8.1 % off in the mean, with consecutive sets 3.0 %.
 *
 * In consecutive sets alone, however, strides that share a factor with the number of sets would fall into few of them, which GPUs avoid by hashing
 * addresses. So each run of lines is turned by an offset of its own: place p of run r belongs to set (p + turn(r)) mod sets. Lines of one run
 * still meet nowhere, and lines at the same place of different runs are spread over all sets. Offsets are multiplicative hashes of the run's
 * number [1], which lie far apart for runs that follow each other. The hash of any real GPU is not published.
 *
 * No step divides: line / sets is the upper half of a product with a rounded reciprocal [2]. With reciprocal = ceil(2^62 / sets), the product is
 * too large by line * (reciprocal * sets - 2^62) / (sets * 2^62), which is less than 1 for lines below 2^62; so its whole part is right or one
 * too high, and the latter shows in a negative remainder.
 *
 * [1] D. E. Knuth, The Art of Computer Programming, volume 3, section 6.4.
 * [2] T. Granlund, P. L. Montgomery, Division by invariant integers using multiplication, PLDI 1994.
 */

/** Spreads lines over sets. */
final class SetIndex {
    /** 2^64 over the golden ratio. */
    static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final int sets;
    /** 2^62 over {@link #sets}, rounded up. */
    private final long reciprocal;

    SetIndex(int sets) {
        this.sets = sets;
        this.reciprocal = ((1L << 62) - 1) / sets + 1;
    }

    /** Returns the set of a line, whose number is below 2^61. */
    int of(long line) {
        long run = Math.multiplyHigh(line << 2, reciprocal);
        long place = line - run * sets;
        if (place < 0) {
            run--;
            place += sets;
        }
        long turn = (((run * GOLDEN) >>> 32) * sets) >>> 32;
        int turned = (int) (place + turn) - sets;
        return turned + (sets & (turned >> 31));
    }
}
