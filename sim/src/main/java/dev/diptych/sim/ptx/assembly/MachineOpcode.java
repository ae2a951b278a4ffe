package dev.diptych.sim.ptx.assembly;

import dev.diptych.model.work.Pipe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Kinds of machine instructions, under the names of NVIDIA's CUDA Binary Utilities ("Instruction Set Reference", Hopper), with the pipes that
 * they run on (Nsight Compute, "Pipelines"). One name stands for all that cost the same.
 */
@SuppressWarnings("ImmutableEnumChecker") // List.of makes lists that do not change.
public enum MachineOpcode {
    FFMA(Latency.ARITHMETIC, Pipe.FMA),
    HFMA2(Latency.ARITHMETIC, Pipe.FMA),
    IMAD(Latency.ARITHMETIC, Pipe.FMA, Pipe.FMA_HEAVY),
    IADD3(Latency.ARITHMETIC, Pipe.ALU),
    LEA(Latency.ARITHMETIC, Pipe.ALU),
    LOP3(Latency.ARITHMETIC, Pipe.ALU),
    SHF(Latency.ARITHMETIC, Pipe.ALU),
    PRMT(Latency.ARITHMETIC, Pipe.ALU),
    ISETP(Latency.ARITHMETIC, Pipe.ALU),
    FSETP(Latency.ARITHMETIC, Pipe.ALU),
    SEL(Latency.ARITHMETIC, Pipe.ALU),
    FMNMX(Latency.ARITHMETIC, Pipe.ALU),
    /** A move, which the assembler puts on either of two pipes. */
    MOV(Latency.ARITHMETIC, Pipe.ALU),
    DFMA(Latency.DOUBLE, Pipe.FP64),
    MUFU(Latency.SPECIAL, Pipe.XU),
    /** Conversions of whole numbers and floats, counts and searches of bits. */
    F2I(Latency.SPECIAL, Pipe.XU),
    /** Special registers, votes and values that the whole warp shares. */
    S2R(Latency.SPECIAL),
    /** Parameters and other constants, where no operand can name them. */
    LDC(Latency.SPECIAL),
    /** Arithmetic of values that all lanes of a warp share, on the uniform datapath. */
    UIADD3(Latency.ARITHMETIC),
    VOTE(Latency.ARITHMETIC, Pipe.ALU),
    SHFL(Latency.SHUFFLE, Pipe.LSU),
    /** Matches and reductions of a warp. */
    REDUX(Latency.SHUFFLE, Pipe.XU),
    /** A product on tensor cores of 16 x 8 by 16 half-precision elements, or as many bits. */
    HMMA(Latency.TENSOR, Pipe.TENSOR),
    /** A load, store or atomic; its passes are counted as it runs. */
    LDG(null),
    BAR(null),
    BRA(null),
    /** The marks of a region in which lanes may go different ways. */
    BSSY(null),
    FENCE(null);

    private final @Nullable Latency latency;
    private final List<Pipe> pipes;

    MachineOpcode(@Nullable Latency latency, Pipe... pipes) {
        this.latency = latency;
        this.pipes = List.of(pipes);
    }

    /** Returns what its result waits for; null if it has none, or memory decides. */
    public @Nullable Latency latency() {
        return latency;
    }

    /** Returns the pipes that it takes a slot of, besides {@link Pipe#ISSUE}. */
    public List<Pipe> pipes() {
        return pipes;
    }
}
