package dev.diptych.sim.work;

import com.google.auto.service.AutoService;
import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.Place;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Slice;
import dev.diptych.model.work.Phase;
import dev.diptych.model.work.WorkProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code philox_fill} of {@code philox.cu}: random words, four a draw. */
@AutoService(KernelWork.class)
public final class PhiloxFill implements KernelWork {
    private static final int DRAW_WORDS = 4;
    private static final int DRAW_BYTES = DRAW_WORDS * Integer.BYTES;

    /** Instructions of the PTX: outside the loop, for a draw stored at once, and for one stored word by word. */
    private static final int ONCE = 55;

    private static final int WIDE_DRAW = 127;
    private static final int NARROW_DRAW = 131;

    @Override
    public String name() {
        return "philox/philox_fill";
    }

    @Override
    public String summary() {
        return "fills an array with random words";
    }

    @Override
    public None defaults() {
        return new None();
    }

    @Override
    public WorkProfile profile(Launch launch, GpuSpec gpu, KnownBytes bytes) {
        LaunchArgs args = new LaunchArgs(this, launch, 3);
        long words = args.count(1, "words");
        Slice out = args.array(0, "out", words, Integer.BYTES, Integer.BYTES);
        args.checkWord(2, "seed");
        Place place = out.buffer().place();
        double hitShare = StreamingHits.share(place, out.bytes(), gpu.l2());
        int draw = out.offsetBytes() % DRAW_BYTES == 0 ? WIDE_DRAW : NARROW_DRAW;
        GridStride draws = new GridStride(
                words / DRAW_WORDS + (words % DRAW_WORDS == 0 ? 0 : 1),
                launch.grid().count(),
                (int) launch.block().count());
        // The last draw may be cut short, so its block stands alone.
        GridStride whole = new GridStride(words / DRAW_WORDS, draws.blocks(), draws.perBlock());
        return BlockClasses.of(draws.blocks(), List.of(draws, whole), block -> {
            List<Phase> phases = new ArrayList<>();
            phases.add(compute(draws, draw, block));
            Traffic traffic = new Traffic();
            traffic.write(place, written(draws, out, block), hitShare);
            phases.addAll(traffic.phases());
            return phases;
        });
    }

    @Override
    public Set<Integer> readOnlyArgs() {
        return Set.of();
    }

    private static Phase compute(GridStride draws, int draw, long block) {
        long warps = Warps.holding(draws.perBlock());
        long longWarps = Warps.holding(draws.longWalkers(block));
        long least = ONCE + draws.fullSteps() * draw;
        return new Phase.Compute(warps * least + longWarps * draw, longWarps > 0 ? least + draw : least);
    }

    private static long written(GridStride draws, Slice out, long block) {
        long bytes = 0;
        long fullSteps = draws.fullSteps();
        long fullStart = draws.firstItem(block, 0) * DRAW_BYTES;
        long fullBytes = (long) draws.perBlock() * DRAW_BYTES;
        long lastFullStart = draws.firstItem(block, fullSteps - 1) * DRAW_BYTES;
        if (fullSteps > 0) {
            // Only the last step can reach the end of the array.
            bytes += (fullSteps - 1) * Sectors.spanned(out.offsetBytes() + fullStart, fullBytes);
            bytes += Sectors.spanned(
                    out.offsetBytes() + lastFullStart, Math.min(fullBytes, out.bytes() - lastFullStart));
        }
        long start = draws.firstItem(block, fullSteps) * DRAW_BYTES;
        long length = Math.min((long) draws.longWalkers(block) * DRAW_BYTES, out.bytes() - start);
        return bytes + Sectors.spanned(out.offsetBytes() + start, Math.max(0, length));
    }
}
