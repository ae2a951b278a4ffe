package dev.diptych.systems.sampling.device;

import dev.diptych.model.op.Arg;
import dev.diptych.model.op.Buffer;
import dev.diptych.model.op.Op;
import dev.diptych.systems.sampling.program.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Vertices that are selected together, as a set and, if somebody asks, as frontiers: {@code race.cu}. Three launches, and two for frontiers. */
final class RaceSelection {
    private static final String MODULE = "race";
    /** Highest bits of arrivals that are counted: 12. */
    private static final int TOPS = 1 << 12;
    /** Threads of a block. */
    private static final int THREADS = 256;

    private final Memory memory;
    private final DeviceGraph graph;
    private final int samples;
    private final int count;
    private final long runners;
    private final VertexSet set;

    /**
     * Adds what selects.
     *
     * @param weights of vertices
     * @param isSparse whether only those that have a sum in the weights' table have a weight that is not 0
     */
    RaceSelection(
            Memory memory,
            DeviceGraph graph,
            NumberKernels numbers,
            Zeros zeros,
            Operator.SelectRows select,
            NumberCode weights,
            boolean isSparse,
            Buffer sampleIds,
            int samples,
            long seed,
            List<Op> to) {
        this.memory = memory;
        this.graph = graph;
        this.samples = samples;
        this.count = select.count();
        this.runners = isSparse
                ? Objects.requireNonNull(weights.rows()).rowsPerSample()
                : graph.graph().vertices();
        this.set = VertexSet.of(zeros, samples, graph.graph().vertices(), Math.min(count, runners));
        Buffer tops = zeros.words((long) samples * TOPS);
        Buffer tied = zeros.words(samples);
        Buffer tiedArrivals = memory.longWords(samples * runners);
        Buffer tiedVertices = memory.words(samples * runners);
        List<Arg> who = List.of(
                new Arg.I32(isSparse ? 1 : 0),
                new Arg.I32(graph.graph().vertices()),
                Memory.address(sampleIds),
                new Arg.I32(samples),
                new Arg.I64(seed),
                new Arg.I32(select.site()));
        List<Arg> counts = numbers.args(List.of(Memory.address(tops), numbers.mistakesArg()), weights);
        counts.addAll(who);
        List<Arg> chosen = new ArrayList<>(set.args());
        chosen.addAll(List.of(
                Memory.address(tied),
                Memory.address(tiedArrivals),
                Memory.address(tiedVertices),
                new Arg.I32((int) runners),
                Memory.address(tops),
                new Arg.I32(count)));
        List<Arg> first = new ArrayList<>(chosen);
        first.add(numbers.mistakesArg());
        first = numbers.args(first, weights);
        first.addAll(who);
        List<Arg> last = new ArrayList<>(chosen);
        last.add(new Arg.I32(samples));
        long slots = numbers.rowSlots(weights, samples, isSparse);
        to.add(memory.threads(MODULE, "race_count", slots, weights.registers(), counts));
        to.add(memory.threads(MODULE, "race_first", slots, weights.registers(), first));
        to.add(memory.threads(MODULE, "race_last", (long) samples * THREADS, last));
    }

    VertexSet set() {
        return set;
    }

    /** Adds what writes each sample's vertices, in ascending order; returns where. */
    DeviceFrontier frontier(List<Op> to) {
        long perSample = Math.min(count, runners);
        DeviceFrontier result = new DeviceFrontier(
                memory.words(samples * perSample),
                memory.words(samples * perSample),
                memory.words(samples + 1L),
                samples,
                samples * perSample,
                perSample);
        long words = (long) samples * VertexSet.words(graph.graph().vertices());
        Buffer sums = memory.chunkSums(words);
        List<Arg> sizes = new ArrayList<>(List.of(Memory.address(sums)));
        List<Arg> write = new ArrayList<>(List.of(
                Memory.address(result.vertices()),
                Memory.address(result.owners()),
                Memory.address(result.starts()),
                Memory.address(sums)));
        for (List<Arg> args : List.of(sizes, write)) {
            args.addAll(set.args());
            args.add(new Arg.I32(samples));
        }
        to.add(memory.chunks(MODULE, "race_sizes", words, sizes));
        to.add(memory.chunks(MODULE, "race_write", words, write));
        return result;
    }
}
