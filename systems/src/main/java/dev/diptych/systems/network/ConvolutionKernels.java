package dev.diptych.systems.network;

import dev.diptych.model.op.Dim;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions by {@code convolve.cu}: which tiles, and how many blocks share a tile's terms. Both are chosen by an estimate of the time on a GPU of
 * 132 multiprocessors, in cycles; what is computed does not hang on how good it is, but the order of sums, and so the last bits, does.
 */
final class ConvolutionKernels {
    private static final int STEP_TERMS = 16;
    /** With fewer input channels, a step's 16 terms lie anywhere: else most of them would be empty. */
    private static final int LEAST_CHANNELS = 16;

    private static final int MOST_SPLITS = 32;
    private static final int MULTIPROCESSORS = 132;
    /** Terms that a multiprocessor multiplies and adds a cycle: of 128, as many as shared memory lets through. */
    private static final int TERMS_PER_CYCLE_OF_32 = 70;

    private static final int TERMS_PER_CYCLE_OF_64 = 90;
    /** From asking memory for a step's factors to having them, with the barrier. */
    private static final int LEAST_STEP_CYCLES = 800;
    /** A block's begin and end. */
    private static final int BLOCK_CYCLES = 2000;
    /** A kernel more, that adds up what blocks have made. */
    private static final int SUM_CYCLES = 4500;

    private ConvolutionKernels() {}

    /**
     * A way to do a convolution.
     *
     * @param tile pixels and output channels of a tile
     * @param splits blocks that share a tile's terms
     */
    record Choice(int tile, int splits) {}

    static void lower(Lowering lowering, Group group) {
        Layer layer = lowering.layer(group);
        Extents in = lowering.in(group);
        Extents out = lowering.made(group);
        boolean isFlat = in.channels() < LEAST_CHANNELS;
        int taps = layer.windowHeight() * layer.windowWidth();
        int steps = isFlat
                ? (in.channels() * taps + STEP_TERMS - 1) / STEP_TERMS
                : taps * ((in.channels() + STEP_TERMS - 1) / STEP_TERMS);
        long pixels = (long) lowering.images() * out.pixels();
        Choice choice = choose(pixels, out.channels(), steps);
        Folded folded = lowering.folded(group);
        int weights = lowering.draft()
                .weights(
                        lowering.name(group, "weights"),
                        arranged(folded.weights(), out.channels(), in.channels(), taps));
        int bias = lowering.bias(group, folded);
        List<Integer> epilogue = lowering.epilogue(group);
        List<Integer> shape = new ArrayList<>(List.of(in.channels(), in.height(), in.width(), lowering.images()));
        shape.addAll(List.of(out.channels(), out.height(), out.width(), epilogue.get(0)));
        shape.addAll(List.of(layer.windowHeight(), layer.windowWidth(), layer.step(), layer.paddingRows()));
        shape.addAll(
                List.of(layer.paddingColumns(), epilogue.get(1), epilogue.get(2), epilogue.get(3), choice.splits()));
        int result = choice.splits() == 1
                ? lowering.result(group)
                : lowering.draft().tensor("null", pixels * out.channels() * choice.splits());
        lowering.draft()
                .launch(
                        "convolve",
                        "convolve_%s%d".formatted(isFlat ? "flat_" : "", choice.tile()),
                        new Dim(tiles(pixels, choice.tile()), tiles(out.channels(), choice.tile()), choice.splits()),
                        Dim.of(choice.tile() * 2),
                        lowering.taken(group, 0),
                        weights,
                        bias,
                        lowering.residual(group, bias),
                        result,
                        lowering.draft().shape(shape));
        if (choice.splits() > 1) {
            List<Integer> sums =
                    new ArrayList<>(List.of(lowering.images(), out.channels(), out.pixels(), choice.splits()));
            sums.addAll(epilogue);
            lowering.draft()
                    .launch(
                            "splits",
                            "sum_splits",
                            Lowering.blocks(pixels * out.channels()),
                            Lowering.threads(),
                            result,
                            bias,
                            lowering.residual(group, bias),
                            lowering.result(group),
                            lowering.draft().shape(sums));
        }
    }

    /** Returns the way that takes the least time by the estimate; among equals that with the smaller tiles and the fewer splits. */
    static Choice choose(long pixels, int channels, int steps) {
        Choice best = new Choice(32, 1);
        long bestCycles = Long.MAX_VALUE;
        for (int tile = 32; tile <= 64; tile += 32) {
            for (int splits = 1; splits <= Math.min(MOST_SPLITS, steps); splits++) {
                int stepsEach = (steps + splits - 1) / splits;
                // Else the last blocks of a tile would have nothing to do.
                boolean isEven = (steps + stepsEach - 1) / stepsEach == splits;
                long cycles = cycles(pixels, channels, stepsEach, new Choice(tile, splits));
                if (isEven && cycles < bestCycles) {
                    best = new Choice(tile, splits);
                    bestCycles = cycles;
                }
            }
        }
        return best;
    }

    private static long cycles(long pixels, int channels, int stepsEach, Choice choice) {
        int tile = choice.tile();
        long blocks = (long) tiles(pixels, tile) * tiles(channels, tile) * choice.splits();
        int atATime = tile == 64 ? 4 : 12;
        int termsPerCycle = tile == 64 ? TERMS_PER_CYCLE_OF_64 : TERMS_PER_CYCLE_OF_32;
        long perSm = Math.min(atATime, (blocks + MULTIPROCESSORS - 1) / MULTIPROCESSORS);
        long waves = (blocks + perSm * MULTIPROCESSORS - 1) / (perSm * MULTIPROCESSORS);
        long stepCycles = Math.max(LEAST_STEP_CYCLES, perSm * tile * tile * STEP_TERMS / termsPerCycle);
        // What is put down and taken up again, at some 2000 bytes a cycle of all multiprocessors together.
        long sumCycles = choice.splits() == 1 ? 0 : SUM_CYCLES + pixels * channels * choice.splits() * 8 / 2000;
        return waves * (stepsEach * stepCycles + BLOCK_CYCLES) + sumCycles;
    }

    private static int tiles(long count, int tile) {
        return Math.toIntExact((count + tile - 1) / tile);
    }

    /** Returns weights as the kernel reads them: {@code [tap][input channel][output channel]}, output channels padded to a multiple of 4. */
    private static float[] arranged(float[] weights, int outChannels, int inChannels, int taps) {
        int padded = (outChannels + 3) / 4 * 4;
        float[] arranged = new float[Math.multiplyExact(Math.multiplyExact(taps, inChannels), padded)];
        for (int out = 0; out < outChannels; out++) {
            for (int in = 0; in < inChannels; in++) {
                for (int tap = 0; tap < taps; tap++) {
                    arranged[(tap * inChannels + in) * padded + out] = weights[(out * inChannels + in) * taps + tap];
                }
            }
        }
        return arranged;
    }
}
