package dev.diptych.sim.ptx.exec;

/** Takes the sectors of global memory that warps touch, in the order of execution. */
public interface SectorSink {
    /**
     * Takes one sector of 32 bytes that a warp's access touches; each is told once an access, by ascending address.
     *
     * @param block linear index
     * @param address of the sector's first byte
     * @param amount of a load or store: the bytes of the sector that lanes access, on average over the sectors of the access; of an atomic, how many
     *     lanes access one address of the sector, where most do
     * @return whether it was found in a first-level cache, as only loads can be
     */
    boolean touch(long block, int warp, MemoryAccess access, long address, int amount);
}
