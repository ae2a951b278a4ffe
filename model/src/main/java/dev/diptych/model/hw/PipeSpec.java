package dev.diptych.model.hw;

import dev.diptych.model.work.Pipe;

/**
 * How many warp instructions a cycle each pipe of a multiprocessor takes, all its partitions together: results per clock of the CUDA C++
 * Programming Guide (section "Arithmetic Instructions") over 32.
 *
 * @param lsu passes of 128 bytes through the first-level data stage a cycle
 * @param tensor products of 16 x 8 by 16 half-precision elements a cycle; 0 for a GPU without tensor cores
 * @param barrier warps a cycle that arrive at barriers
 */
public record PipeSpec(
        double issue,
        double fma,
        double fmaHeavy,
        double alu,
        double fp64,
        double xu,
        double lsu,
        double tensor,
        double barrier) {
    public PipeSpec {
        Bounds.positive("issue", issue);
        Bounds.positive("fma", fma);
        Bounds.positive("fmaHeavy", fmaHeavy);
        Bounds.positive("alu", alu);
        Bounds.positive("fp64", fp64);
        Bounds.positive("xu", xu);
        Bounds.positive("lsu", lsu);
        Bounds.notNegative("tensor", tensor);
        Bounds.positive("barrier", barrier);
    }

    /** Returns the rate of a pipe, in warp instructions a cycle. */
    public double rate(Pipe pipe) {
        return switch (pipe) {
            case ISSUE -> issue;
            case FMA -> fma;
            case FMA_HEAVY -> fmaHeavy;
            case ALU -> alu;
            case FP64 -> fp64;
            case XU -> xu;
            case LSU -> lsu;
            case TENSOR -> tensor;
            case BARRIER -> barrier;
        };
    }
}
