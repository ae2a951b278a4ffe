package dev.diptych.model.hw;

/**
 * Cycles of the SM clock from the issue of an instruction to that of one which needs its result. What goes to memory is said by the caches and
 * the memory themselves.
 *
 * @param arithmeticCycles of single precision and whole numbers
 * @param doubleCycles of double precision
 * @param specialCycles of transcendental functions and slow conversions
 * @param tensorCycles of a product on tensor cores
 * @param sharedCycles of a load from shared memory without conflicts
 * @param sharedAtomicCycles of an atomic on shared memory without conflicts
 * @param shuffleCycles of shuffles and votes
 * @param barrierCycles from when the last arrival at a barrier of a block has been taken ({@link PipeSpec#barrier}) to going on
 * @param branchCycles from the slot after a branch to the first instruction behind it
 */
public record LatencySpec(
        double arithmeticCycles,
        double doubleCycles,
        double specialCycles,
        double tensorCycles,
        double sharedCycles,
        double sharedAtomicCycles,
        double shuffleCycles,
        double barrierCycles,
        double branchCycles) {
    public LatencySpec {
        Bounds.notNegative("arithmeticCycles", arithmeticCycles);
        Bounds.notNegative("doubleCycles", doubleCycles);
        Bounds.notNegative("specialCycles", specialCycles);
        Bounds.notNegative("tensorCycles", tensorCycles);
        Bounds.notNegative("sharedCycles", sharedCycles);
        Bounds.notNegative("sharedAtomicCycles", sharedAtomicCycles);
        Bounds.notNegative("shuffleCycles", shuffleCycles);
        Bounds.notNegative("barrierCycles", barrierCycles);
        Bounds.notNegative("branchCycles", branchCycles);
    }
}
