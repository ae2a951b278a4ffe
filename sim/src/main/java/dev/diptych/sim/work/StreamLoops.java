package dev.diptych.sim.work;

import dev.diptych.model.hw.GpuSpec;
import dev.diptych.model.hw.Place;
import dev.diptych.model.hw.SmSpec;
import dev.diptych.model.op.Launch;
import dev.diptych.model.op.Slice;
import dev.diptych.model.work.Phase;
import dev.diptych.model.work.WorkProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shape that the kernels of {@code stream.cu} share: a loop over 16-byte vectors, several steps at a time; the same loop one step at a
 * time for what is left; and a loop over the floats before and after the vectors. Instructions are those of the PTX, one for each warp
 * that still has a thread in the loop.
 *
 * <p>Sectors are exact where a step of a block (threads times 16 bytes) is a multiple of 32 bytes, which any even number of threads is;
 * otherwise each step counts as the first one does.
 *
 * @param steps of the grid in one pass of the vector loop
 * @param once instructions outside the loops
 * @param pass instructions of one pass of the vector loop
 * @param vector instructions for one vector outside it
 * @param edge instructions for one float
 */
record StreamLoops(int steps, int once, int pass, int vector, int edge) {
    static final int FLOAT_BYTES = 4;
    private static final int VECTOR_FLOATS = 4;
    private static final int VECTOR_BYTES = VECTOR_FLOATS * FLOAT_BYTES;

    /**
     * Returns what a launch does.
     *
     * @param reads what it reads, {@code count} floats each
     * @param writes what it writes, likewise
     */
    WorkProfile profile(Launch launch, GpuSpec gpu, List<Slice> reads, List<Slice> writes, long count) {
        Layout layout = layout(reads, writes, count);
        long blocks = launch.grid().count();
        int threads = (int) launch.block().count();
        GridStride vectors = new GridStride(layout.vectors(), blocks, threads);
        GridStride edges = new GridStride(count - VECTOR_FLOATS * layout.vectors(), blocks, threads);
        Map<Place, Long> footprint = new LinkedHashMap<>();
        reads.forEach(slice -> footprint.merge(slice.buffer().place(), slice.bytes(), Long::sum));
        writes.forEach(slice -> footprint.merge(slice.buffer().place(), slice.bytes(), Long::sum));
        return BlockClasses.of(blocks, List.of(vectors, edges), block -> {
            List<Phase> phases = new ArrayList<>();
            List<Way> ways = ways(vectors, edges, block);
            phases.add(compute(ways));
            Traffic traffic = new Traffic();
            long rounds = ways.stream().mapToLong(Way::rounds).max().orElseThrow();
            // Arrays in one place are loaded together, so only the first one brings the rounds.
            Map<Place, Long> roundsLeft = new LinkedHashMap<>();
            for (Slice slice : reads) {
                Place place = slice.buffer().place();
                double hits = StreamingHits.share(place, footprint.getOrDefault(place, 0L), gpu.l2());
                traffic.read(
                        place,
                        sectorBytes(slice, layout, vectors, edges, block),
                        roundsLeft.put(place, 0L) == null ? rounds : 0,
                        hits);
            }
            for (Slice slice : writes) {
                Place place = slice.buffer().place();
                double hits = StreamingHits.share(place, footprint.getOrDefault(place, 0L), gpu.l2());
                traffic.write(place, sectorBytes(slice, layout, vectors, edges, block), hits);
            }
            phases.addAll(traffic.phases());
            return phases;
        });
    }

    /** Floats before the first vector, and vectors; none when the arrays lie differently against 16 bytes. */
    private record Layout(long first, long vectors) {}

    private static Layout layout(List<Slice> reads, List<Slice> writes, long count) {
        List<Slice> arrays = new ArrayList<>(writes);
        arrays.addAll(reads);
        long offset = arrays.get(0).offsetBytes();
        boolean alike = arrays.stream().allMatch(slice -> (slice.offsetBytes() - offset) % VECTOR_BYTES == 0);
        long toBoundary = Math.floorMod(-offset / FLOAT_BYTES, (long) VECTOR_FLOATS);
        long first = alike && toBoundary <= count ? toBoundary : count;
        return new Layout(first, (count - first) / VECTOR_FLOATS);
    }

    /** What a warp goes through: instructions issued, and loads that wait for each other. */
    private record Way(long instructions, long rounds) {}

    private List<Way> ways(GridStride vectors, GridStride edges, long block) {
        List<Way> ways = new ArrayList<>();
        for (int from = 0; from < vectors.perBlock(); from += SmSpec.WARP_THREADS) {
            // A warp's first thread has the most items, and the others have as many or one less. A warp goes through a
            // loop as often as
            // any of its threads does.
            boolean isMixed = from < vectors.longWalkers(block)
                    && vectors.longWalkers(block) < Math.min(from + SmSpec.WARP_THREADS, vectors.perBlock());
            long most = vectors.fullSteps() + (from < vectors.longWalkers(block) ? 1 : 0);
            long passes = most / steps;
            long singles = isMixed ? Math.max(most % steps, (most - 1) % steps) : most % steps;
            long floats = edges.fullSteps() + (from < edges.longWalkers(block) ? 1 : 0);
            ways.add(new Way(once + passes * pass + singles * vector + floats * edge, passes + singles + floats));
        }
        return ways;
    }

    private static Phase compute(List<Way> ways) {
        return new Phase.Compute(
                ways.stream().mapToLong(Way::instructions).sum(),
                ways.stream().mapToLong(Way::instructions).max().orElseThrow());
    }

    private static long sectorBytes(Slice slice, Layout layout, GridStride vectors, GridStride edges, long block) {
        long vectorStart = slice.offsetBytes() + layout.first() * FLOAT_BYTES;
        long bytes = vectors.fullSteps()
                        * Sectors.spanned(
                                vectorStart + vectors.firstItem(block, 0) * VECTOR_BYTES,
                                (long) vectors.perBlock() * VECTOR_BYTES)
                + Sectors.spanned(
                        vectorStart + vectors.firstItem(block, vectors.fullSteps()) * VECTOR_BYTES,
                        (long) vectors.longWalkers(block) * VECTOR_BYTES);
        bytes += edges.fullSteps() * edgeBytes(slice, layout, edges.firstItem(block, 0), edges.perBlock());
        return bytes + edgeBytes(slice, layout, edges.firstItem(block, edges.fullSteps()), edges.longWalkers(block));
    }

    /** The edges before the vectors and those after them are two stretches of memory. */
    private static long edgeBytes(Slice slice, Layout layout, long from, long count) {
        long head = Math.max(0, Math.min(count, layout.first() - from));
        long tailStart = (from + head) * FLOAT_BYTES + layout.vectors() * VECTOR_BYTES;
        return Sectors.spanned(slice.offsetBytes() + from * FLOAT_BYTES, head * FLOAT_BYTES)
                + Sectors.spanned(slice.offsetBytes() + tailStart, (count - head) * FLOAT_BYTES);
    }
}
