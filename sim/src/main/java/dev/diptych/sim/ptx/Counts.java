package dev.diptych.sim.ptx;

import dev.diptych.model.hw.Place;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the executed blocks of a launch did. PTX instructions are counted; those of the machine code that they become are in the demand.
 *
 * @param blocks that were executed
 * @param warps of them
 * @param threadInstructions of all active lanes, those whose guard is false among them
 * @param warpInstructions issued
 * @param classes warp instructions by class; classes without any are left out
 * @param branches that depend on a predicate or a register, by warps
 * @param divergentBranches after which lanes of one warp go different ways
 * @param globalLoads instructions of warps; likewise the other accesses
 * @param globalSectors of 32 bytes that they touch, each counted once an instruction
 * @param sharedWavefronts that shared accesses take: 1 for an access of up to 4 bytes a lane without conflicts
 * @param sharedConflicts wavefronts beyond those that an access without conflicts takes
 * @param threadAtomics atomics and reductions of single threads
 * @param traffic sectors by the place that they lie in
 * @param longestWarpInstructions of the warp with the most
 * @param demand for the pipes of a multiprocessor, and for time
 */
public record Counts(
        long blocks,
        long warps,
        long threadInstructions,
        long warpInstructions,
        Map<InstructionClass, Long> classes,
        long branches,
        long divergentBranches,
        long globalLoads,
        long globalStores,
        long globalAtomics,
        long globalSectors,
        long sharedLoads,
        long sharedStores,
        long sharedAtomics,
        long sharedWavefronts,
        long sharedConflicts,
        long localLoads,
        long localStores,
        long localSectors,
        long constantLoads,
        long threadAtomics,
        List<Traffic> traffic,
        long longestWarpInstructions,
        Demand demand) {
    /** Bytes of a sector, the unit of global accesses. */
    public static final int SECTOR_BYTES = 32;

    /**
     * Sectors of one place.
     *
     * @param atomicSectors read and written
     */
    public record Traffic(Place place, long readSectors, long writtenSectors, long atomicSectors) {}

    public Counts {
        // In the order of the classes, whatever map came.
        classes = Collections.unmodifiableMap(new TreeMap<>(classes));
        traffic = List.copyOf(traffic);
    }
}
