package dev.diptych.sim.cache;

/**
 * A cache that is filled sector by sector, with least-recently-used replacement of lines, and writes back.
 *
 * <ul>
 *   <li>An access is to the sector that holds its address; addresses are below 2^56.
 *   <li>Afterwards the sector is there, and its line is the most recently used one of its set. A read fetches a sector that was not there; a write
 *       brings in nothing, as it is taken to be of the whole sector.
 *   <li>A line that makes room for another one takes those of its sectors with it that were written.
 *   <li>The same accesses in the same order have the same outcomes and counts.
 * </ul>
 */
public interface CacheModel {
    /**
     * Reads a sector.
     *
     * @throws IllegalArgumentException if the address is not below 2^56
     */
    Outcome read(long address);

    /**
     * Writes a sector.
     *
     * @throws IllegalArgumentException if the address is not below 2^56
     */
    Outcome write(long address);

    /**
     * Reads all sectors of the line that holds an address; a hit if any of them was there. Counts as one access.
     *
     * @throws IllegalArgumentException if the address is not below 2^56
     */
    Outcome readLine(long address);

    /** Returns how many sectors that were written had to make room, since the beginning or the last {@link #clear}; an estimate where sets are a sample. */
    long writtenBack();

    /**
     * Returns whether the set of an address is simulated.
     *
     * @throws IllegalArgumentException if the address is not below 2^56
     */
    boolean isSampled(long address);

    /** Returns what was asked for since the beginning or the last {@link #clear}. */
    SectorCounts counts();

    /** Empties it, without writing anything back, and begins to count anew. Takes time for the lines that it holds, not for those that it might. */
    void clear();
}
