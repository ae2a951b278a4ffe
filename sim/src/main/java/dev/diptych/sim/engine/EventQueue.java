package dev.diptych.sim.engine;

import dev.diptych.model.InputException;
import java.util.Arrays;

/**
 * Pending events in the order of their times, and among equal times in the order in which they were added.
 *
 * <p>A timing wheel [1] of 4096 slots, each 2^10 ps wide, holds what is due within 4.2 us, which is nearly everything: memory latencies,
 * block starts, short phases. A slot is an unordered chain in a pool; it is put in order when its turn comes, by then with few events in
 * it. Two levels of bitmap find the next slot that is not empty in constant time. Events beyond the wheel wait in a 4-ary heap and move
 * into the wheel as it turns.
 *
 * <p>Order among equal times costs nothing inside the wheel: a chain is appended to at its end, and an event can be added to a slot
 * directly only after the heap has given up that slot's events, which are older. Only the heap keeps sequence numbers.
 *
 * <p>Parallel arrays of primitives, because there is one add and one poll for everything that happens: a queue of objects takes several
 * times as long ({@code docs/performance.md}).
 *
 * <p>[1] G. Varghese, T. Lauck: Hashed and hierarchical timing wheels, SOSP'87, section 5.
 */
public final class EventQueue {
    /** The time of what is not going to happen. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int SLOT_BITS = 10;
    private static final int SLOTS = 4096;
    private static final int SLOT_MASK = SLOTS - 1;
    private static final int OFFSET_SHIFT = 32;
    private static final int NONE = -1;
    private static final long UNKNOWN = -1;

    /** Events in slots: a pool of chain links; the free ones are chained as well. */
    private long[] linkTime = new long[1024];

    private long[] linkEvent = new long[1024];
    private int[] linkNext = new int[1024];
    private int freeLink = NONE;
    private int linksUsed;

    private final int[] chainFirst = new int[SLOTS];
    private final int[] chainLast = new int[SLOTS];
    /** Bit s of word w: slot 64 w + s has a chain. */
    private final long[] occupied = new long[SLOTS / Long.SIZE];
    /** Bit w: word w of {@link #occupied} is not zero. */
    private long occupiedWords;

    /** The slot whose turn it is, counted from time 0. Its events have left the wheel. */
    private long openSlot;
    /** Its events' offsets in the slot, and below them their positions in {@link #openEvent}: sorted from {@code openNext} on. */
    private long[] openKey = new long[64];

    private long[] openEvent = new long[64];
    private int openNext;
    private int openEnd;

    private final FarEvents far = new FarEvents();
    private long nowPicos;
    private int size;
    /** When the next event is due, or {@link #UNKNOWN}. */
    private long nextPicos = NEVER;

    /** Returns the time of the event polled last, or to which the queue was advanced; 0 before. */
    public long nowPicos() {
        return nowPicos;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** Returns whether the next event is due at {@link #nowPicos()}. */
    public boolean continuesNow() {
        return openNext < openEnd && openTime(openNext) == nowPicos;
    }

    /** Returns when the next event is due, {@link #NEVER} if there is none; events may still be added before it. */
    public long nextPicos() {
        if (nextPicos == UNKNOWN) {
            nextPicos = findNextPicos();
        }
        return nextPicos;
    }

    /**
     * Lets time pass without an event.
     *
     * @param picos at or after {@link #nowPicos()}; no event is due before it
     */
    public void advanceTo(long picos) {
        if (picos < nowPicos || nextPicos() < picos) {
            throw new IllegalStateException("time cannot advance to %d ps: it is %d ps, and an event is due at %d ps"
                    .formatted(picos, nowPicos, nextPicos()));
        }
        nowPicos = picos;
    }

    /**
     * Adds an event.
     *
     * @param timePicos not before {@link #nowPicos()}
     * @param event its meaning is the caller's
     * @throws InputException when the time has overflowed
     */
    public void add(long timePicos, long event) {
        if (timePicos < nowPicos) {
            if (timePicos < 0) {
                throw new InputException(
                        "after %d ps, simulated time no longer fits into 63 bits of picoseconds (106 days)"
                                .formatted(nowPicos));
            }
            throw new IllegalStateException(
                    "event %x at %d ps, but it is %d ps already".formatted(event, timePicos, nowPicos));
        }
        size++;
        if (timePicos < nextPicos) {
            nextPicos = timePicos;
        }
        long slot = timePicos >>> SLOT_BITS;
        if (slot == openSlot) {
            addToOpen(timePicos, event);
        } else if (slot - openSlot < SLOTS) {
            addToChain((int) slot & SLOT_MASK, timePicos, event);
        } else {
            far.add(timePicos, event);
        }
    }

    /** Takes the next event off the queue; its time becomes {@link #nowPicos()}. */
    public long poll() {
        if (openNext == openEnd) {
            openNextSlot();
        }
        size--;
        nextPicos = UNKNOWN;
        nowPicos = openTime(openNext);
        return openEvent[(int) openKey[openNext++]];
    }

    private long findNextPicos() {
        if (openNext < openEnd) {
            return openTime(openNext);
        }
        if (occupiedWords == 0) {
            return size == 0 ? NEVER : far.firstTimePicos();
        }
        long earliest = NEVER;
        int slot = (int) nextOccupiedSlot() & SLOT_MASK;
        for (int link = chainFirst[slot]; link != NONE; link = linkNext[link]) {
            earliest = Math.min(earliest, linkTime[link]);
        }
        return earliest;
    }

    private long openTime(int index) {
        return (openSlot << SLOT_BITS) + (openKey[index] >>> OFFSET_SHIFT);
    }

    private void addToOpen(long timePicos, long event) {
        if (openNext == openEnd) {
            openNext = 0;
            openEnd = 0;
        }
        growOpen(openEnd + 1);
        // The newcomer has the highest position, so on equal times it stays behind.
        long key = (timePicos - (openSlot << SLOT_BITS)) << OFFSET_SHIFT | openEnd;
        openEvent[openEnd] = event;
        int at = openEnd++;
        for (; at > openNext && openKey[at - 1] > key; at--) {
            openKey[at] = openKey[at - 1];
        }
        openKey[at] = key;
    }

    private void addToChain(int slot, long timePicos, long event) {
        int link = freeLink;
        if (link == NONE) {
            link = linksUsed++;
            growLinks();
        } else {
            freeLink = linkNext[link];
        }
        linkTime[link] = timePicos;
        linkEvent[link] = event;
        linkNext[link] = NONE;
        int word = slot / Long.SIZE;
        long bit = 1L << slot;
        if ((occupied[word] & bit) == 0) {
            occupied[word] |= bit;
            occupiedWords |= 1L << word;
            chainFirst[slot] = link;
        } else {
            linkNext[chainLast[slot]] = link;
        }
        chainLast[slot] = link;
    }

    private void openNextSlot() {
        if (size == 0) {
            throw new IllegalStateException("the queue is empty");
        }
        openSlot = nextPicos() >>> SLOT_BITS;
        while (!far.isEmpty() && (far.firstTimePicos() >>> SLOT_BITS) - openSlot < SLOTS) {
            long time = far.firstTimePicos();
            addToChain((int) (time >>> SLOT_BITS) & SLOT_MASK, time, far.poll());
        }
        openChain((int) openSlot & SLOT_MASK);
    }

    /** Returns the first slot after the open one that has a chain, counted from time 0. */
    private long nextOccupiedSlot() {
        int from = (int) (openSlot + 1) & SLOT_MASK;
        int word = from / Long.SIZE;
        long rest = occupied[word] & (-1L << from);
        if (rest == 0) {
            long later = word == Long.SIZE - 1 ? 0 : occupiedWords & (-1L << (word + 1));
            // None later in this turn of the wheel: the first of the next turn, perhaps in the same word.
            word = Long.numberOfTrailingZeros(later != 0 ? later : occupiedWords);
            rest = occupied[word];
        }
        int slot = word * Long.SIZE + Long.numberOfTrailingZeros(rest);
        return openSlot + 1 + ((slot - from) & SLOT_MASK);
    }

    private void openChain(int slot) {
        occupied[slot / Long.SIZE] &= ~(1L << slot);
        if (occupied[slot / Long.SIZE] == 0) {
            occupiedWords &= ~(1L << (slot / Long.SIZE));
        }
        long slotBegin = openSlot << SLOT_BITS;
        int count = 0;
        long previous = -1;
        boolean sorted = true;
        for (int link = chainFirst[slot]; link != NONE; link = linkNext[link]) {
            growOpen(count + 1);
            long key = (linkTime[link] - slotBegin) << OFFSET_SHIFT | count;
            openKey[count] = key;
            openEvent[count] = linkEvent[link];
            sorted &= previous < key;
            previous = key;
            count++;
        }
        linkNext[chainLast[slot]] = freeLink;
        freeLink = chainFirst[slot];
        if (!sorted) {
            Arrays.sort(openKey, 0, count);
        }
        openNext = 0;
        openEnd = count;
    }

    private void growOpen(int needed) {
        if (needed > openKey.length) {
            openKey = Arrays.copyOf(openKey, 2 * openKey.length);
            openEvent = Arrays.copyOf(openEvent, 2 * openEvent.length);
        }
    }

    private void growLinks() {
        if (linksUsed > linkTime.length) {
            int length = 2 * linkTime.length;
            linkTime = Arrays.copyOf(linkTime, length);
            linkEvent = Arrays.copyOf(linkEvent, length);
            linkNext = Arrays.copyOf(linkNext, length);
        }
    }
}
